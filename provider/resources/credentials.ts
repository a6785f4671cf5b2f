import { AppTegoError, unlessMissing } from "../api/errors";
import { COMPUTED_NAME } from "./computed-name";
import { Refused } from "./lifecycle";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";
import { isUnresolved, unresolved } from "./unresolved";

// A server that lost its client may still be finishing: assumed, as no time limit is documented.
const SETTLE_MS = 2_000;
const POSTS = 3;

/** One kind of credential whose secret is shown once: what issuing and revoking need to know of it. */
export interface CredentialKind<Entry extends { readonly name: string }, Issued> {
  /** As in Pulumi's type token. */
  readonly type: string;
  /** As people call it: "API token". */
  readonly noun: string;
  readonly list: SharedList<Entry>;
  readonly idOf: (entry: Entry) => string;
  /** How many a tenant may hold. */
  readonly limit: number;
  readonly post: (name: string) => Promise<Issued>;
  readonly remove: (id: string) => Promise<unknown>;
  /** Whether an entry that came since the post may be what the post made: as new as that. */
  readonly isNew: (entry: Entry) => boolean;
  /** Whether an entry that was there before can't be in use: it lacks what this resource gives at once. */
  readonly isUnused: (entry: Entry) => boolean;
}

/**
 * Issues one credential so that none is left that nobody knows: the post is never repeated before a fresh list has
 * shown what the lost one did.
 *
 * @param inputs kept in the state, should the outcome stay unknown
 * @throws PartlyCreated with an unresolved id when it can't be told whether AppTego created one
 * @throws Refused when the tenant is full or another credential has the name
 */
export async function issue<Entry extends { readonly name: string }, Issued>(
  tenant: Tenant,
  kind: CredentialKind<Entry, Issued>,
  inputs: { readonly name: string },
): Promise<Issued> {
  const { name } = inputs;
  const before = await kind.list.baseline();
  const namesakes = before.filter((entry) => entry.name === name);
  const others = namesakes.map(kind.idOf);
  const taken = namesakes.find((entry) => !isLeftover(tenant, kind, entry));
  if (taken !== undefined && !tenant.managed.has(managedName(kind.type, name)))
    throw new Refused(
      `Creating the ${kind.noun} ${JSON.stringify(name)}: the tenant holds one of that name already (${kind.idOf(taken)}), perhaps left by an interrupted run, and its secret can't be read again. ` +
        `Delete it in the portal, or take it over with the resource option { import: "${kind.idOf(taken)}" }. Should it be this resource's own, which is to be replaced: change rotateOn, or run pulumi up with --refresh and --replace.`,
    );
  if (before.length >= kind.limit)
    throw new Refused(
      `Creating the ${kind.noun} ${JSON.stringify(name)}: ${String(before.length)} of ${String(kind.limit)} ${kind.noun}s of the tenant are used. Delete one first; for a rotation set deleteBeforeReplace.`,
    );
  const inDoubt = (error: unknown) => unresolved(kind.noun, name, { ...inputs, others }, error);
  for (let posts = 1; ; posts += 1) {
    try {
      return await kind.post(name);
    } catch (error) {
      if (!(error instanceof AppTegoError)) throw error;
      // What an earlier post began may still come to be, so a refusal of a later one doesn't settle it.
      if (error.outcome !== "ambiguous") throw posts === 1 ? error : inDoubt(error);
      try {
        await tenant.wait(SETTLE_MS);
        const found = await removeStrays(kind, name, others);
        if (found === 0) {
          await tenant.wait(SETTLE_MS);
          await removeStrays(kind, name, others);
        }
      } catch (unknown) {
        throw inDoubt(unknown);
      }
      if (posts >= POSTS) throw inDoubt(error);
    }
  }
}

/** Whether an entry can only be what an interrupted run of this very resource left: nobody ever held its secret. */
function isLeftover<Entry extends { readonly name: string }>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  entry: Entry,
): boolean {
  const { name } = entry;
  return (
    COMPUTED_NAME.test(name) && !tenant.managed.has(managedName(kind.type, name)) && kind.isUnused(entry)
  );
}

/**
 * Removes what an interrupted run left under a computed name, now that the new credential is there.
 *
 * @param id the new credential's
 * @returns why one is still there; undefined if none is
 */
export async function removeLeftovers<Entry extends { readonly name: string }>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: string,
  id: string,
): Promise<string | undefined> {
  const left = (await kind.list.baseline())
    .filter((entry) => entry.name === name && isLeftover(tenant, kind, entry))
    .map(kind.idOf)
    .filter((other) => other !== id && !kind.list.isOurs(other));
  for (const leftover of left) {
    try {
      await removeAndProve(kind.list, kind.idOf, leftover, kind.remove);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return `The ${kind.noun} ${leftover}, which an interrupted run left under the same name, is still there: ${said} Delete it in the portal.`;
    }
  }
  return undefined;
}

/** Revokes a credential, or whatever an unresolved creation left. */
export async function revoke<Entry extends { readonly name: string }>(
  kind: CredentialKind<Entry, unknown>,
  id: string,
  known: { readonly name: string; readonly others?: unknown },
): Promise<void> {
  if (isUnresolved(id)) {
    const others = Array.isArray(known.others) ? (known.others as string[]) : [];
    await removeStrays(kind, known.name, others);
    return;
  }
  await removeAndProve(kind.list, kind.idOf, id, kind.remove);
}

/** Deletes by id; a lost or doubtful reply is settled by a fresh list, which must lack the id. */
export async function removeAndProve<Entry>(
  list: SharedList<Entry>,
  idOf: (entry: Entry) => string,
  id: string,
  remove: (id: string) => Promise<unknown>,
): Promise<void> {
  try {
    const reply = await unlessMissing(remove(id));
    if (reply !== undefined) {
      list.removed(id);
      return;
    }
  } catch (error) {
    if (!(error instanceof AppTegoError) || error.outcome !== "ambiguous") throw error;
    if ((await list.fresh()).some((entry) => idOf(entry) === id)) throw error;
    list.removed(id);
    return;
  }
  if ((await list.fresh()).some((entry) => idOf(entry) === id))
    throw new Refused(
      `Deleting ${id}: AppTego said that it doesn't exist, but still lists it. Run pulumi refresh and try again.`,
    );
  list.removed(id);
}

/** How a credential that is in this stack's state is remembered. */
export function managedName(type: string, name: string): string {
  return `${type} ${name}`;
}

async function removeStrays<Entry extends { readonly name: string }>(
  kind: CredentialKind<Entry, unknown>,
  name: string,
  others: readonly string[],
): Promise<number> {
  const strays = (await kind.list.fresh())
    .filter((entry) => entry.name === name && kind.isNew(entry))
    .map(kind.idOf)
    .filter((id) => !others.includes(id) && !kind.list.isOurs(id));
  for (const id of strays) await removeAndProve(kind.list, kind.idOf, id, kind.remove);
  return strays.length;
}
