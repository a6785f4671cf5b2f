const PLACES = 4; // assumed: AppTego documents no limit

/**
 * The places of one tenant. The next one goes to the lane that has waited longest for another, so that many calls of a kind
 * keep neither other kinds waiting nor those of which each follows the one before.
 */
export interface Turns {
  /** Answers how to give the place back; undefined as soon as the signal stops. */
  readonly take: (lane: string, signal: AbortSignal | undefined) => Promise<(() => void) | undefined>;
}

/** Four places, which are all free. */
export function createTurns(): Turns {
  const waiting = new Map<string, Set<() => void>>();
  const served = new Map<string, number>(); // the number of the last turn that a lane had
  let turn = 0;
  let free = PLACES;

  const next = (): void => {
    if (free === 0) return;
    const since = (lane: string) => served.get(lane) ?? 0;
    const [lane] = [...waiting.keys()].sort((one, other) => since(one) - since(other));
    const callers = waiting.get(lane ?? "");
    const [caller] = callers ?? [];
    if (lane === undefined || callers === undefined || caller === undefined) return;
    callers.delete(caller);
    if (callers.size === 0) waiting.delete(lane);
    turn += 1;
    served.set(lane, turn);
    caller();
  };

  return {
    async take(lane, signal) {
      if (signal?.aborted) return undefined;
      return new Promise((resolve) => {
        const leave = (): void => {
          const callers = waiting.get(lane);
          callers?.delete(enter);
          if (callers?.size === 0) waiting.delete(lane);
          resolve(undefined);
        };
        const enter = (): void => {
          signal?.removeEventListener("abort", leave);
          free -= 1;
          let isTaken = true;
          resolve(() => {
            if (!isTaken) return;
            isTaken = false;
            free += 1;
            next();
          });
        };
        signal?.addEventListener("abort", leave, { once: true });
        waiting.set(lane, (waiting.get(lane) ?? new Set()).add(enter));
        next();
      });
    },
  };
}
