import { Semaphore } from "async-mutex";
import type { Stop } from "./transport";

/** A signal whose reason says why it stopped what. */
export interface Limit {
  readonly signal: AbortSignal;
  /** Lets go of the timer; must be called when the work is done. */
  readonly end: () => void;
}

/** The reason of a limit's signal; undefined while it holds. */
export function stopOf(signal: AbortSignal): Stop | undefined {
  return signal.aborted ? (signal.reason as Stop) : undefined; // `limit` gives no other reasons
}

/** A signal that stops after `ms` for the reason `why`, or as soon as its parent stops. */
export function limit(ms: number, why: Stop, parent: AbortSignal | undefined, parentStop: () => Stop): Limit {
  const controller = new AbortController();
  const follow = (): void => {
    controller.abort(parentStop());
  };
  const timer = setTimeout(() => {
    controller.abort(why);
  }, ms);
  if (parent?.aborted) follow();
  parent?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      parent?.removeEventListener("abort", follow);
    },
  };
}

const IN_FLIGHT = 4; // assumed: AppTego documents no limit
const turns = new Map<string, Semaphore>();

/**
 * Waits for one of the four places that a host and tenant have in this process; answers how to give it back.
 * Answers undefined as soon as the signal stops.
 */
export async function takeTurn(
  place: string,
  signal: AbortSignal | undefined,
): Promise<(() => void) | undefined> {
  if (signal?.aborted) return undefined;
  const semaphore = turns.get(place) ?? new Semaphore(IN_FLIGHT);
  turns.set(place, semaphore);
  const turn = semaphore.acquire().then(([, release]) => release);
  if (signal === undefined) return turn;

  return new Promise((resolve, reject) => {
    const leave = (): void => {
      resolve(undefined);
      void turn.then((release) => {
        release();
      });
    };
    signal.addEventListener("abort", leave, { once: true });
    turn
      .then((release) => {
        signal.removeEventListener("abort", leave);
        resolve(release);
      })
      .catch(reject);
  });
}
