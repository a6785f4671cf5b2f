import { believe, refuseOdd, tellOnce } from "./believable";
import type { SharedList } from "./shared-list";
import { heldId } from "./reclaim";
import type { ListedUser, Tenant } from "./tenant";

/** A list may lag behind: what is gone must be missing from two lists at least this far apart. */
export const SECOND_LOOK_MS = 1_000;
// A list may not show yet what was made: assumed, for a minute at most.
const LATEST_LISTED_MS = 60_000;

/**
 * The entry with this id, or undefined when it is proven to be gone: two complete lists lack it, the credential still
 * opens the tenant, and what is listed after them can be believed. A refusal, a broken reply, a list that can't be had or
 * one that shows less than there must be is never taken for that. A list that is empty is told.
 *
 * @param createdAt when this provider made it, ISO 8601: within a minute of that, lists that lack it prove nothing
 * @throws AppTegoError when AppTego can't be read
 */
export async function findOrProveGone<Entry>(
  tenant: Tenant,
  list: SharedList<Entry>,
  isIt: (entry: Entry) => boolean,
  createdAt?: string,
): Promise<Entry | undefined> {
  const first = await list.current();
  const listed = first.find(isIt);
  if (listed !== undefined) return listed;
  await tenant.proveAccess();
  if (first.length === 0) await believe(tenant, list, first);
  else refuseOdd(tenant, list, first);
  let left = Math.max(SECOND_LOOK_MS, untilListed(tenant, createdAt));
  for (let wait = SECOND_LOOK_MS; ; wait *= 2) {
    await tenant.wait(Math.min(wait, left));
    left -= wait;
    const again = await list.fresh();
    const found = again.find(isIt);
    if (found !== undefined) return found;
    if (left > 0) continue;
    await believe(tenant, list, again);
    if (again.length === 0) tellEmpty(tenant, list);
    return undefined;
  }
}

/** The entries with these ids, without those that are proven to be gone. @throws AppTegoError when AppTego can't be read */
export async function stillListed<Entry>(
  tenant: Tenant,
  list: SharedList<Entry>,
  ids: readonly string[],
): Promise<Entry[]> {
  const listed: Entry[] = [];
  for (const id of ids) {
    const entry = await findOrProveGone(tenant, list, (one) => list.idOf(one) === id);
    if (entry !== undefined) listed.push(entry);
  }
  return listed;
}

/** The member, or undefined where it is proven that there is none any more. @throws AppTegoError when AppTego can't be read */
export async function findMember(tenant: Tenant, userId: string): Promise<ListedUser | undefined> {
  const createdAt = tenant.createdAt.get(heldId("User", userId));
  return findOrProveGone(tenant, tenant.users, ({ user_id }) => user_id === userId, createdAt);
}

/** Says that a list is empty which held something, so that a person can look whether it is. */
function tellEmpty<Entry>(tenant: Tenant, list: SharedList<Entry>): void {
  const kind = Object.is(list, tenant.keys) ? "automation keys" : "SAML group mappings";
  const empty = `AppTego lists no ${kind} at all, so what was looked for is taken for gone`;
  tellOnce(tenant, list, `${empty}: if the portal shows some, check what the calling API token may do.`);
}

/** How long it may take until a list shows what was made then, in milliseconds; 0 where the time isn't known. */
export function untilListed(tenant: Tenant, createdAt: string | undefined): number {
  const created = createdAt === undefined ? NaN : Date.parse(createdAt);
  if (Number.isNaN(created)) return 0;
  return Math.max(0, Math.min(LATEST_LISTED_MS, created + LATEST_LISTED_MS - tenant.time().getTime()));
}
