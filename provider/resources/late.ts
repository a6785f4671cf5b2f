import { AppTegoError } from "../api/errors";
import { SETTLE_MS } from "./read-back";
import { believe } from "./believable";
import { SECOND_LOOK_MS } from "./gone";
import { attributedMs, heldId, type Span } from "./reclaim";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

const RHYTHM_MS = 20_000; // looks are at most so far apart

/**
 * Looks for what a call did whose reply was lost, again and again until AppTego does nothing more of it: as long as the
 * contract says. For what is made once only, so that the call may then be repeated: were it repeated at once, and people
 * removed in the portal what that made, the first call could still make it once more.
 *
 * A list that can't be had is no reason to give up before the time is over, but a refusal is.
 *
 * @param what as people call it: `invitation of alice@acme.test`
 * @param isLast the call isn't repeated any more, so that one look is enough
 * @returns what `look` found; undefined where nothing shows, so that the call came to nothing, unless `isLast`
 * @throws what `look` throws
 */
export async function findLate<Found>(
  tenant: Tenant,
  what: string,
  isLast: boolean,
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  let left = isLast ? SETTLE_MS : Math.max(SETTLE_MS, tenant.lateMs);
  const end = tenant.time().getTime() + left;
  for (let wait = SETTLE_MS; left > 0; wait = Math.min(2 * wait, RHYTHM_MS)) {
    if (wait === 2 * SETTLE_MS)
      tenant.tell(
        `The reply to the ${what} was lost, and AppTego may still carry it out: looking for it for up to ${Math.ceil(left / 1_000)} s. Only then is it asked for again.`,
      );
    const time = Math.min(wait, left);
    await tenant.wait(time);
    left = Math.min(left - time, end - tenant.time().getTime()); // a list that can't be had takes its time too
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      const mayPass = error instanceof AppTegoError && error.outcome !== "rejected";
      if (!mayPass || left <= 0) throw error;
    }
  }
  return undefined;
}

/**
 * Waits until AppTego does nothing more of an attempt that was given up: before a destroy is done, after which nobody looks,
 * and before an invitation or a mapping is asked for again.
 *
 * @param what as people call it: `API token`
 * @returns whether it waited, so that there is something to look at again; it doesn't where a time isn't known
 */
export async function outlast(tenant: Tenant, { until }: Span, what: string): Promise<boolean> {
  const left = leftOf(tenant, until, tenant.lateMs);
  if (left <= 0) return false;
  tenant.tell(
    `AppTego may still create the ${what} that an earlier call asked for: looking again in ${Math.ceil(left / 1_000)} s, so that none is left behind.`,
  );
  await tenant.wait(left);
  return true;
}

/** An attempt whose outcome nobody knows, as a state holds it. */
export interface InDoubt<Entry> {
  readonly type: string;
  readonly id: string;
  readonly span: Span;
  /** As people call it: `API token`. */
  readonly what: string;
  /** What shows it. */
  readonly list: SharedList<Entry>;
  /** What comes later is found by others. */
  readonly isFoundLater?: boolean;
  /** Asked after a look: whether nothing more has to be looked for. It has to be if left out. */
  readonly isSettled?: () => boolean;
}

/**
 * Looks for what an attempt in doubt left, and once more when AppTego does nothing more of it. Two lists must show nothing
 * more, of which the later one can be believed.
 *
 * @param look asks for a list and removes what it finds; `isSure` where that is the attempt's, whatever the time
 * @throws AppTegoError when a list can't be had or believed
 */
export async function sweep<Entry>(
  tenant: Tenant,
  { type, id, span, what, list, isFoundLater = false, isSettled = () => false }: InDoubt<Entry>,
  look: (isSure: boolean) => Promise<unknown>,
): Promise<void> {
  const isRetried = tenant.retried.has(heldId(type, id));
  await look(isRetried);
  if (isSettled()) return;
  const isOutlasted = !isFoundLater && (await outlast(tenant, span, what));
  if (!isOutlasted) await tenant.wait(SECOND_LOOK_MS);
  await look(isRetried || isOutlasted);
  if (!isSettled()) await believe(tenant, list, await list.current());
}

/** Whether an attempt was given up so lately that what shows is taken for the attempt's. */
export function isUnsettled(tenant: Tenant, until: Date | undefined): boolean {
  return leftOf(tenant, until, attributedMs(tenant.lateMs)) > 0;
}

/** Whether AppTego may still carry out what was given up then: unless it surely doesn't. */
export function mayStillCome(tenant: Tenant, until: Date | undefined): boolean {
  return until === undefined || tenant.serverNow() === undefined || isUnsettled(tenant, until);
}

function leftOf(tenant: Tenant, until: Date | undefined, lateMs: number): number {
  const now = tenant.serverNow();
  if (until === undefined || now === undefined) return 0;
  return Math.min(lateMs, until.getTime() + lateMs - now.getTime());
}
