/**
 * When attempts to call one tenant may start: at once, until AppTego throttles one. Then none starts before the wait that
 * AppTego asks for is over, and from then on no more in a second than AppTego took in the last one before; fewer where
 * it goes on to refuse; by and by more again, since nobody tells what it would take.
 *
 * All times are milliseconds of one clock that never goes back.
 */
export interface Throttle {
  /** Starts an attempt, and answers 0; or how long to wait before asking again. */
  readonly start: (now: number) => number;
  /** AppTego took an attempt. */
  readonly accepted: (now: number) => void;
  /**
   * AppTego refused an attempt that started then as one too many; `waitMs` is to pass before the next one, nothing if 0.
   * Answers how much longer all have to wait now than they had before.
   */
  readonly refused: (startedAt: number, now: number, waitMs: number) => number;
}

const SECOND_MS = 1_000;
const FEW = 4; // as many as are under way together: from fewer in a second, a single refusal tells no rate
const SLOWEST = 0.5; // a second: slower would be no pace but a wait, and that is for AppTego to ask for
const BELOW = 0.98; // of what AppTego took: at exactly its limit, a delay on the way makes one too many
const GROWTH = 0.1; // a tenth more is tried after so long without a refusal, and then ever more
const GROWN_MS = 40_000;

/** A throttle that nothing was heard of yet. */
export function createThrottle(): Throttle {
  let taken: number[] = []; // when AppTego took the attempts of the last second
  let limited: { readonly perSecond: number; readonly since: number } | undefined;
  let reopened = -Infinity; // when the wait is over that the last refusal asked for
  let inARow = 0; // refusals, each of an attempt that started in the first second after such a wait
  let earliest = -Infinity;

  const rateAt = (now: number): number =>
    limited === undefined
      ? Infinity
      : limited.perSecond * (1 + GROWTH * (Math.max(0, now - limited.since) / GROWN_MS) ** 3);

  // What was taken in less than a second tells little: of a rate that was known, half is left.
  const least = (): number => {
    if (limited === undefined) return FEW;
    const half = limited.perSecond / 2;
    // A refusal now and then, as where others call too, says nothing of so slow a rate; one after the other does.
    return inARow > 1 ? Math.max(half, SLOWEST) : Math.max(half, Math.min(limited.perSecond, FEW));
  };

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
      if (waitMs <= 0) return 0;
      const reopens = now + waitMs;
      // Of those that were under way together the first tells all: the others are as many too many, not more of a rate.
      if (startedAt >= reopened) {
        inARow = startedAt - reopened < SECOND_MS ? inARow + 1 : 0;
        const took = taken.filter((at) => now - at < SECOND_MS).length;
        if (limited !== undefined || took >= FEW || inARow > 0)
          limited = { perSecond: Math.max(took * BELOW, least()), since: reopens };
      }
      reopened = Math.max(reopened, reopens);
      const longer = Math.max(0, reopens - Math.max(earliest, now));
      earliest = Math.max(earliest, reopens);
      return longer;
    },
  };
}
