import { performance } from "node:perf_hooks";

const PLACES = 4; // assumed: AppTego documents no limit
const SLOW_MS = 5_000; // where a call takes as long, it hangs, or waits as the throttle asks

/**
 * The places of one tenant. The next one goes to the lane that has waited longest for another, so that many calls of a kind
 * keep neither other kinds waiting nor those of which each follows the one before. A lane whose calls hang leaves one place
 * to the others; any other may have all of them, as most of a run is often of one kind.
 */
export interface Turns {
  /** Answers how to give the place back; undefined as soon as the signal stops. */
  readonly take: (lane: string, signal: AbortSignal | undefined) => Promise<(() => void) | undefined>;
}

interface Lane {
  readonly waiting: Set<() => void>;
  /** The turns under way. */
  readonly held: Set<{ readonly since: number }>;
  /** The number of the last turn that it had. */
  served: number;
  /** How long the last one took that ended. */
  tookMs: number;
}

/** Four places, which are all free; `now` is milliseconds of a clock that never goes back. */
export function createTurns(now: () => number = () => performance.now()): Turns {
  const lanes = new Map<string, Lane>();
  let turn = 0;
  let free = PLACES;

  const laneOf = (name: string): Lane => {
    const lane = lanes.get(name) ?? { waiting: new Set(), held: new Set(), served: 0, tookMs: 0 };
    lanes.set(name, lane);
    return lane;
  };
  const mayEnter = ({ waiting, held, tookMs }: Lane): boolean => {
    if (waiting.size === 0) return false;
    const hangs = tookMs >= SLOW_MS || [...held].some(({ since }) => now() - since >= SLOW_MS);
    return held.size < (hangs ? PLACES - 1 : PLACES);
  };

  const next = (): void => {
    while (free > 0) {
      const [lane] = [...lanes.values()].filter(mayEnter).sort((one, other) => one.served - other.served);
      const [enter] = lane?.waiting ?? [];
      if (lane === undefined || enter === undefined) return;
      lane.waiting.delete(enter);
      turn += 1;
      lane.served = turn;
      enter();
    }
  };

  return {
    async take(name, signal) {
      if (signal?.aborted) return undefined;
      const lane = laneOf(name);
      return new Promise((resolve) => {
        const leave = (): void => {
          lane.waiting.delete(enter);
          resolve(undefined);
        };
        const enter = (): void => {
          signal?.removeEventListener("abort", leave);
          free -= 1;
          const place = { since: now() };
          lane.held.add(place);
          resolve(() => {
            if (!lane.held.delete(place)) return;
            lane.tookMs = now() - place.since;
            free += 1;
            next();
          });
        };
        signal?.addEventListener("abort", leave, { once: true });
        lane.waiting.add(enter);
        next();
      });
    },
  };
}
