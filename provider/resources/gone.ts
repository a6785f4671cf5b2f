import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

// A list may lag behind: what is gone must be missing from two lists at least this far apart.
const SECOND_LOOK_MS = 1_000;
// A list may not show yet what was made: assumed, for a quarter of a minute at most. Longer, and whoever deletes something
// that is new by hand would wait for it.
const LATEST_LISTED_MS = 15_000;

/**
 * The entry with this id, or undefined when it is proven to be gone: two complete lists lack it and the credential still
 * opens the tenant. A refusal, a broken reply or a list that can't be had is never taken for that.
 *
 * @param createdAt when this provider made it, ISO 8601: within a quarter of a minute of that, lists that lack it prove nothing
 * @throws AppTegoError when AppTego can't be read
 */
export async function findOrProveGone<Entry>(
  tenant: Tenant,
  list: SharedList<Entry>,
  isIt: (entry: Entry) => boolean,
  createdAt?: string,
): Promise<Entry | undefined> {
  const listed = (await list.current()).find(isIt);
  if (listed !== undefined) return listed;
  await tenant.proveAccess();
  let left = Math.max(SECOND_LOOK_MS, untilListed(tenant, createdAt));
  for (let wait = SECOND_LOOK_MS; ; wait *= 2) {
    await tenant.wait(Math.min(wait, left));
    left -= wait;
    const again = (await list.fresh()).find(isIt);
    if (again !== undefined || left <= 0) return again;
  }
}

/** How long it may take until a list shows it, in milliseconds. */
function untilListed(tenant: Tenant, createdAt: string | undefined): number {
  const created = createdAt === undefined ? NaN : Date.parse(createdAt);
  if (Number.isNaN(created)) return 0;
  return Math.min(LATEST_LISTED_MS, created + LATEST_LISTED_MS - tenant.now().getTime());
}
