import { AppTegoError, ConflictError } from "../api/errors";
import type { OperationName } from "../api/contract";
import { findLate } from "./late";
import { proveListed } from "./read-back";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

const POSTS = 3;

/** What a tenant holds once, by an e-mail address or a group, so that AppTego refuses a second one. */
export interface Unique<Entry> {
  /** The call as people name it: `invitation of alice@acme.test`. */
  readonly what: string;
  readonly operation: OperationName;
  readonly list: SharedList<Entry>;
  readonly isIt: (entry: Entry) => boolean;
  /** Asks for it; the answer is what a list will show. */
  readonly post: () => Promise<Entry>;
  /** What to throw when nobody knows whether it was created. */
  readonly inDoubt: (error: unknown) => Error;
}

/** What is there now, and how it came: `made` by the call, `found` after its reply was lost, `taken` by somebody before. */
export interface Once<Entry> {
  readonly entry: Entry;
  readonly came: "made" | "found" | "taken";
}

/**
 * Creates what exists once: the call is repeated only when the one before can't be carried out any more.
 *
 * @throws what `inDoubt` makes when it can't be told whether it was created
 * @throws AppTegoError when it wasn't
 */
export async function createOnce<Entry>(tenant: Tenant, unique: Unique<Entry>): Promise<Once<Entry>> {
  const { list, isIt, inDoubt } = unique;
  const look = async () => (await list.fresh()).find(isIt);
  for (let posts = 1; ; posts += 1) {
    try {
      const entry = await unique.post();
      if (posts > 1)
        await proveListed(tenant, list, unique.operation, (listed) => list.idOf(listed) === list.idOf(entry));
      return { entry, came: "made" };
    } catch (error) {
      if (!(error instanceof AppTegoError)) throw error;
      const isRefused = error instanceof ConflictError;
      if (error.outcome !== "ambiguous" && !isRefused) throw posts === 1 ? error : inDoubt(error);
      const isTaken = isRefused && posts === 1; // no call was lost: somebody made it since the list
      const isLast = isRefused || posts >= POSTS;
      const looked = isTaken ? look() : findLate(tenant, unique.what, isLast, look);
      const entry = await looked.catch((unknown: unknown) => {
        throw isTaken ? error : inDoubt(unknown);
      });
      if (entry !== undefined) return { entry, came: isTaken ? "taken" : "found" };
      if (isTaken) throw error;
      if (isLast) throw inDoubt(error);
    }
  }
}
