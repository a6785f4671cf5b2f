import { AppTegoError } from "../api/errors";
import { canonicalPermissions, samePermissions } from "../api/permissions";
import { permissionsAsWished, withUnknown } from "./lifecycle";
import type { SharedList } from "./shared-list";

/** One object whose permissions are written as a whole set. */
export interface PermissionHolder<Entry extends { readonly permissions: string[] }> {
  readonly list: SharedList<Entry>;
  readonly isIt: (entry: Entry) => boolean;
  readonly write: (permissions: string[]) => Promise<unknown>;
}

/** What came of a write: the permissions that AppTego holds now, and why they aren't the wished ones. */
export interface Written {
  readonly permissions: string[];
  readonly problem?: string;
  /** Whether the write may still come to be: its reply was lost, and it isn't there yet. */
  readonly inDoubt?: true;
}

/**
 * Writes a permission set and tells what AppTego holds afterwards; keys that only the server knows are written along.
 * The server's word is taken, except after a failure, whose outcome is read back.
 *
 * @param live what AppTego held before, as far as this resource knows; the process's list tells what came since
 * @param readBack look at what was stored although the server said that all is well
 */
export async function writePermissions<Entry extends { readonly permissions: string[] }>(
  holder: PermissionHolder<Entry>,
  live: readonly string[],
  wished: readonly string[],
  readBack = false,
): Promise<Written> {
  if (permissionsAsWished(live, wished)) return { permissions: canonicalPermissions(live) };
  const listed = (await holder.list.baseline()).find(holder.isIt);
  const whole = canonicalPermissions(withUnknown(wished, listed?.permissions ?? live));
  try {
    await holder.write(whole);
    holder.list.changed();
    if (!readBack) return { permissions: whole };
    const stored = await storedPermissions(holder, live);
    if (permissionsAsWished(stored, wished)) return { permissions: stored };
    return {
      permissions: stored,
      problem: `AppTego said that it stored the permissions ${whole.join(", ")}, but holds ${stored.join(", ") || "none"}.`,
    };
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    holder.list.changed();
    if (error.outcome !== "ambiguous") return { permissions: [...live], problem: error.message };
    const stored = await storedPermissions(holder, live).catch(() => [...live]);
    return samePermissions(stored, whole)
      ? { permissions: stored }
      : { permissions: stored, problem: error.message, inDoubt: true };
  }
}

async function storedPermissions<Entry extends { readonly permissions: string[] }>(
  holder: PermissionHolder<Entry>,
  otherwise: readonly string[],
): Promise<string[]> {
  const look = async () => (await holder.list.fresh()).find(holder.isIt);
  const entry = (await look()) ?? (await look()); // one list may come short
  return entry?.permissions ?? [...otherwise];
}
