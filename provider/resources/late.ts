import { SETTLE_MS } from "./read-back";
import { heldId, type Span } from "./reclaim";
import type { Tenant } from "./tenant";

/**
 * Looks for what a call did whose reply was lost, again and again until AppTego does nothing more of it: a minute and a half
 * (assumed). For what is made once only, so that the call may then be repeated: a repeated invitation of somebody whom
 * people removed meanwhile would be one more e-mail, and nobody's.
 *
 * @param what as people call it: `invitation of alice@acme.test`
 * @param isLast the call isn't repeated any more, so that one look is enough
 * @returns what `look` found; undefined where the call came to nothing
 */
export async function findLate<Found>(
  tenant: Tenant,
  what: string,
  isLast: boolean,
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  let left = isLast ? SETTLE_MS : Math.max(SETTLE_MS, tenant.lateMs);
  for (let wait = SETTLE_MS; left > 0; wait *= 4) {
    if (wait === 4 * SETTLE_MS)
      tenant.tell(
        `The reply to the ${what} was lost, and AppTego may still carry it out: looking for it for up to ${Math.ceil(left / 1_000)} s before asking again, so that it isn't done twice.`,
      );
    const time = Math.min(wait, left);
    await tenant.wait(time);
    left -= time;
    const found = await look();
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Waits until AppTego does nothing more of an attempt that was given up. A destroy needs it, as nobody looks after it,
 * and whatever people may remove before it is done late.
 *
 * @param what as people call it: `API token`
 * @returns whether it waited, so that there is something to look at again; it doesn't where a time isn't known
 */
export async function outlast(tenant: Tenant, { until }: Span, what: string): Promise<boolean> {
  const left = untilSettled(tenant, until);
  if (left <= 0) return false;
  tenant.tell(
    `AppTego may still create the ${what} that an earlier call asked for: looking again in ${Math.ceil(left / 1_000)} s, so that none is left behind.`,
  );
  await tenant.wait(left);
  return true;
}

/** An attempt whose outcome nobody knows, as a state holds it. */
export interface InDoubt {
  readonly type: string;
  readonly id: string;
  readonly span: Span;
  /** As people call it: `API token`. */
  readonly what: string;
  /** Where the run makes the attempt again, what comes late is found beside it: by its name. */
  readonly isFoundLater?: boolean;
}

/**
 * Looks for what an attempt in doubt left, and once more when it is over; not where what comes late is found later.
 *
 * @param look removes what it finds; `isSure` where that is the attempt's, whatever the time
 */
export async function sweep(
  tenant: Tenant,
  { type, id, span, what, isFoundLater = false }: InDoubt,
  look: (isSure: boolean) => Promise<unknown>,
): Promise<void> {
  const isRetried = tenant.retried.has(heldId(type, id));
  await look(isRetried);
  if (isRetried && isFoundLater) return;
  if (await outlast(tenant, span, what)) await look(true);
}

/** Whether AppTego may still do something of an attempt that was given up then. */
export function isUnsettled(tenant: Tenant, until: Date | undefined): boolean {
  return untilSettled(tenant, until) > 0;
}

function untilSettled(tenant: Tenant, until: Date | undefined): number {
  const now = tenant.serverNow();
  if (until === undefined || now === undefined) return 0;
  return Math.min(tenant.lateMs, until.getTime() + tenant.lateMs - now.getTime());
}
