import { heldId, LATE_MS, type Span } from "./reclaim";
import type { Tenant } from "./tenant";

/**
 * Waits until AppTego does nothing more of an attempt that was given up: a minute and a half (assumed). Only a destroy
 * needs it, as nobody looks after it.
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
}

/**
 * Looks for what an attempt in doubt left, and once more when it is over; not where this run makes the attempt again, as
 * what comes late is then found under the same name.
 *
 * @param look removes what it finds; `isSure` where that is the attempt's, whatever the time
 */
export async function sweep(
  tenant: Tenant,
  { type, id, span, what }: InDoubt,
  look: (isSure: boolean) => Promise<unknown>,
): Promise<void> {
  const isRetried = tenant.retried.has(heldId(type, id));
  await look(isRetried);
  if (!isRetried && (await outlast(tenant, span, what))) await look(true);
}

/** Whether AppTego may still do something of an attempt that was given up then. */
export function isUnsettled(tenant: Tenant, until: Date | undefined): boolean {
  return untilSettled(tenant, until) > 0;
}

function untilSettled(tenant: Tenant, until: Date | undefined): number {
  const now = tenant.serverNow();
  if (until === undefined || now === undefined) return 0;
  return Math.min(LATE_MS, until.getTime() + LATE_MS - now.getTime());
}
