const PLACES = 4; // assumed: AppTego documents no limit

/** The places of one tenant; who waits for one is asked lane by lane, so that many calls of a kind don't keep the others waiting. */
export interface Turns {
  /** Answers how to give the place back; undefined as soon as the signal stops. */
  readonly take: (lane: string, signal: AbortSignal | undefined) => Promise<(() => void) | undefined>;
}

/** Four places, which are all free. */
export function createTurns(): Turns {
  const waiting = new Map<string, Set<() => void>>();
  let free = PLACES;

  const next = (): void => {
    const [first] = waiting;
    if (first === undefined || free === 0) return;
    const [lane, callers] = first;
    const [caller] = callers;
    waiting.delete(lane);
    if (caller === undefined) return;
    callers.delete(caller);
    if (callers.size > 0) waiting.set(lane, callers); // behind the other lanes
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
