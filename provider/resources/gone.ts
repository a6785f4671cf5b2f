import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

// A list may lag behind: what is gone must be missing from two lists at least this far apart.
const SECOND_LOOK_MS = 1_000;

/**
 * The entry with this id, or undefined when it is proven to be gone: two complete lists lack it and the credential still
 * opens the tenant. A refusal, a broken reply or a list that can't be had is never taken for that.
 *
 * @throws AppTegoError when AppTego can't be read
 */
export async function findOrProveGone<Entry>(
  tenant: Tenant,
  list: SharedList<Entry>,
  isIt: (entry: Entry) => boolean,
): Promise<Entry | undefined> {
  const listed = (await list.current()).find(isIt);
  if (listed !== undefined) return listed;
  await tenant.proveAccess();
  await tenant.wait(SECOND_LOOK_MS);
  return (await list.fresh()).find(isIt);
}
