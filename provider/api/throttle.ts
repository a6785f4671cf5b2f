/**
 * When attempts to call one tenant may start: at once, until AppTego throttles one. Then none starts before the wait that
 * AppTego asks for is over, and from then on no more in a second than AppTego took in the last one before; by and by
 * more again, since nobody tells what it would take.
 *
 * All times are milliseconds of one clock that never goes back.
 */
export interface Throttle {
  /** Starts an attempt, and answers 0; or how long to wait before asking again. */
  readonly start: (now: number) => number;
  /** AppTego took an attempt. */
  readonly accepted: (now: number) => void;
  /** AppTego refused an attempt that started then as one too many; `waitMs` is to pass before the next one, nothing if 0. */
  readonly refused: (startedAt: number, now: number, waitMs: number) => void;
}

const SECOND_MS = 1_000;
const FEW = 4; // as many as are under way together: from fewer in a second, no rate can be told
const BELOW = 0.98; // of what AppTego took: at exactly its limit, a delay on the way makes one too many
const GROWTH = 0.1; // a tenth more is tried after so long without a refusal, and then ever more
const GROWN_MS = 40_000;

/** A throttle that nothing was heard of yet. */
export function createThrottle(): Throttle {
  let taken: number[] = []; // when AppTego took the attempts of the last second
  let limited: { readonly perSecond: number; readonly since: number } | undefined;
  let earliest = -Infinity;

  const rateAt = (now: number): number =>
    limited === undefined
      ? Infinity
      : limited.perSecond * (1 + GROWTH * (Math.max(0, now - limited.since) / GROWN_MS) ** 3);

  return {
    start(now) {
      if (now < earliest) return earliest - now;
      const gap = SECOND_MS / rateAt(now);
      earliest = Math.max(earliest, now - gap) + gap; // a timer that is late loses nothing, but for more than one start
      return 0;
    },
    accepted(now) {
      taken = [...taken.filter((at) => now - at < SECOND_MS), now];
    },
    refused(startedAt, now, waitMs) {
      if (waitMs <= 0) return;
      const reopens = now + waitMs;
      const took = taken.filter((at) => now - at < SECOND_MS).length;
      // Of those that were under way together the first tells all: the others are as many too many, not more of a rate.
      const isNews = limited === undefined ? took >= FEW : startedAt >= limited.since;
      // What was taken in less than a second tells little.
      const half = limited === undefined ? 0 : rateAt(now) / 2;
      if (isNews) limited = { perSecond: Math.max(took * BELOW, half, FEW), since: reopens };
      earliest = Math.max(earliest, reopens);
    },
  };
}
