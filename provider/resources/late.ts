import { LATE_MS, type Span } from "./reclaim";
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

/** Whether AppTego may still do something of an attempt that was given up then. */
export function isUnsettled(tenant: Tenant, until: Date | undefined): boolean {
  return untilSettled(tenant, until) > 0;
}

function untilSettled(tenant: Tenant, until: Date | undefined): number {
  const now = tenant.serverNow();
  if (until === undefined || now === undefined) return 0;
  return Math.min(LATE_MS, until.getTime() + LATE_MS - now.getTime());
}
