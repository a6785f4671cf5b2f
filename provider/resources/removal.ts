import { AppTegoError, unlessMissing } from "../api/errors";
import { believe } from "./believable";
import { SECOND_LOOK_MS, untilListed } from "./gone";
import { Refused } from "./lifecycle";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

// A list may lag behind what was deleted, by a minute at most (assumed): it is looked at so long after the call.
const LOOKS_MS = [0, 1_000, 3_000, 7_000, 15_000, 30_000, 59_000, 60_000];

/**
 * Deletes by id. Unless the reply says `success`, or this process has removed it before, two lists must lack the id, of
 * which the later one can be believed. Where the reply was lost, or lists may not show yet what was made, another call deletes what they don't show; and as
 * long as they may not, neither they nor a reply that it isn't there prove anything.
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
  let isMissing = false;
  try {
    const reply = await unlessMissing(remove(id));
    isMissing = reply === undefined;
    if (isConfirmed(reply) || (isMissing && list.isRemoved(id))) {
      list.removed(id);
      return;
    }
  } catch (error) {
    if (!(error instanceof AppTegoError) || error.outcome !== "ambiguous") throw error;
    doubt = error;
  }
  const isDone = !isMissing && doubt === undefined; // by a reply that says less than `success`
  const unlistedMs = untilListed(tenant, createdAt);
  let waited = 0;
  const waitUntil = async (milliseconds: number) => {
    if (milliseconds <= waited) return;
    await tenant.wait(milliseconds - waited);
    waited = milliseconds;
  };
  const provesNothing = () => !isDone && waited < unlistedMs;
  const lacksIt = async () => {
    const listed = await list.fresh();
    return listed.every((entry) => list.idOf(entry) !== id) ? listed : undefined;
  };
  const isProven = async () => {
    if ((await lacksIt()) === undefined) return provesNothing() && isDoneBy(remove(id));
    if (doubt !== undefined || unlistedMs > 0) {
      await waitUntil(waited + SECOND_LOOK_MS);
      if (!isDone && (await isDoneBy(remove(id)))) return true;
    }
    const listed = await lacksIt();
    if (listed === undefined || provesNothing()) return false;
    await believe(tenant, list, listed);
    return true;
  };
  for (const milliseconds of LOOKS_MS) {
    await waitUntil(milliseconds);
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
async function isDoneBy(reply: Promise<unknown>): Promise<boolean> {
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
