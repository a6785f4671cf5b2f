import { AppTegoError, unlessMissing } from "../api/errors";
import { believe } from "./believable";
import { Refused } from "./lifecycle";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

// A list may lag behind what was deleted: looked at at once and again after each of these, 60 s in all (assumed).
const WAITS_MS = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
// One that lacks it may lag behind what was made, so it must be missing from two lists at least this far apart.
const SECOND_LOOK_MS = 1_000;

/**
 * Deletes by id; unless the reply says `success`, two fresh lists must lack the id, the later one of which can be believed.
 *
 * @throws AppTegoError or Refused when AppTego still lists it after a minute, or a list that lacks it can't be believed
 */
export async function removeAndProve<Entry>(
  tenant: Tenant,
  list: SharedList<Entry>,
  idOf: (entry: Entry) => string,
  id: string,
  remove: (id: string) => Promise<unknown>,
): Promise<void> {
  let doubt: AppTegoError | undefined;
  try {
    const reply = await unlessMissing(remove(id));
    if (isConfirmed(reply)) {
      list.removed(id);
      return;
    }
  } catch (error) {
    if (!(error instanceof AppTegoError) || error.outcome !== "ambiguous") throw error;
    doubt = error;
  }
  const lacksIt = (listed: readonly Entry[]) => listed.every((entry) => idOf(entry) !== id);
  for (const milliseconds of WAITS_MS) {
    if (milliseconds > 0) await tenant.wait(milliseconds);
    if (!lacksIt(await list.fresh())) continue;
    await tenant.wait(SECOND_LOOK_MS);
    const listed = await list.fresh();
    if (!lacksIt(listed)) continue;
    await believe(tenant, list, listed);
    list.removed(id);
    return;
  }
  throw (
    doubt ??
    new Refused(
      `Deleting ${id}: AppTego said that it doesn't exist, but still lists it. Run pulumi refresh and try again.`,
    )
  );
}

/** Any JSON object passes for a reply to a delete (`success` is assumed), so only one that says it is believed. */
function isConfirmed(reply: unknown): boolean {
  return typeof reply === "object" && reply !== null && "success" in reply && reply.success === true;
}
