import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { patienceMs } from "./retry";
import { createThrottle, type Throttle } from "./throttle";
import { createTurns, type Turns } from "./turns";
import type { Limit } from "./waiting";

/** What all calls to one tenant share, whatever the number of clients. */
export interface Traffic {
  readonly turns: Turns;
  readonly throttle: Throttle;
}

const traffic = new Map<string, Traffic>();

/** The traffic of this process to a tenant at a host. */
export function trafficTo(host: string, tenantId: string): Traffic {
  const place = `${host} ${tenantId}`;
  const known = traffic.get(place) ?? { turns: createTurns(), throttle: createThrottle() };
  traffic.set(place, known);
  return known;
}

/** The clock and the timer of those who wait. */
export interface Timing {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const TIMING: Timing = {
  now: () => performance.now(),
  wait: async (ms, signal) => sleep(ms, undefined, { signal }),
};

/** When an attempt started, or why it doesn't; and how long its call was held up by now, in milliseconds. */
export type Start = { readonly heldMs: number } & (
  { readonly at: number } | { readonly at: undefined; readonly tooLongMs: number }
);

/**
 * Waits until the throttle lets an attempt start, unless that takes longer than a call may be held up. The call's time
 * doesn't count that: who waits as AppTego asks is not to fail for it. Rejects where the call's time stops meanwhile.
 */
export async function startOf(
  throttle: Throttle,
  whole: Limit,
  heldBefore: number,
  { now, wait }: Timing = TIMING,
): Promise<Start> {
  return whole.beside(async () => {
    let heldMs = heldBefore;
    for (;;) {
      const at = now();
      const waitMs = throttle.start(at);
      if (waitMs === 0) return { at, heldMs };
      if (waitMs > patienceMs(heldMs)) return { at: undefined, tooLongMs: waitMs, heldMs };
      await wait(waitMs, whole.signal);
      heldMs += waitMs;
    }
  });
}
