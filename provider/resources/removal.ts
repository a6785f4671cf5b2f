import { AppTegoError, unlessMissing } from "../api/errors";
import { believe } from "./believable";
import { SECOND_LOOK_MS, untilListed } from "./gone";
import { Refused } from "./lifecycle";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

// A list may lag behind what was deleted: looked at at once and again after each of these, 60 s in all (assumed).
const WAITS_MS = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Deletes by id. Unless the reply says `success`, a fresh list must lack the id, and be one that can be believed. Where the
 * reply was lost, or lists may not show yet what was made, two lists must; where it was lost, another call between them
 * deletes what they don't show yet.
 *
 * @param createdAt when this provider made it, ISO 8601; where that isn't known, lists are assumed to show it
 * @throws AppTegoError or Refused when AppTego still lists it after a minute, or a list that lacks it can't be believed
 */
export async function removeAndProve<Entry>(
  tenant: Tenant,
  list: SharedList<Entry>,
  id: string,
  remove: (id: string) => Promise<unknown>,
  createdAt?: string,
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
  const lacksIt = (listed: readonly Entry[]) => listed.every((entry) => list.idOf(entry) !== id);
  const isProven = async () => {
    let listed = await list.fresh();
    if (!lacksIt(listed)) return false;
    if (doubt !== undefined || untilListed(tenant, createdAt) > 0) {
      await tenant.wait(SECOND_LOOK_MS);
      if (doubt !== undefined && (await isRemoved(remove(id)))) return true;
      listed = await list.fresh();
      if (!lacksIt(listed)) return false;
    }
    await believe(tenant, list, listed);
    return true;
  };
  for (const milliseconds of WAITS_MS) {
    if (milliseconds > 0) await tenant.wait(milliseconds);
    if (!(await isProven())) continue;
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

/** Whether another call did it; what else comes of it says nothing of the first one, so the list decides. */
async function isRemoved(reply: Promise<unknown>): Promise<boolean> {
  try {
    return isConfirmed(await reply);
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    return false;
  }
}

/** Any JSON object passes for a reply to a delete (`success` is assumed), so only one that says it is believed. */
function isConfirmed(reply: unknown): boolean {
  return typeof reply === "object" && reply !== null && "success" in reply && reply.success === true;
}
