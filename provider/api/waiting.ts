import { performance } from "node:perf_hooks";
import type { Stop } from "./transport";

/** A signal whose reason says why it stopped what. */
export interface Limit {
  readonly signal: AbortSignal;
  /** What is left of the time. */
  readonly leftMs: () => number;
  /** Gives back time that was spent. */
  readonly giveBack: (ms: number) => void;
  /** Does something that the time doesn't count. */
  readonly beside: <T>(work: () => Promise<T>) => Promise<T>;
  /** Lets go of the timer; must be called when the work is done. */
  readonly end: () => void;
}

/** The reason of a limit's signal; undefined while it holds. */
export function stopOf(signal: AbortSignal): Stop | undefined {
  return signal.aborted ? (signal.reason as Stop) : undefined; // `limit` gives no other reasons
}

/**
 * A signal that stops after `ms` for the reason `why`, or as soon as its parent stops; `now` is milliseconds of a clock that
 * never goes back.
 */
export function limit(
  ms: number,
  why: Stop,
  parent: AbortSignal | undefined,
  parentStop: () => Stop,
  now: () => number = () => performance.now(),
): Limit {
  const controller = new AbortController();
  const follow = (): void => {
    controller.abort(parentStop());
  };
  const start = () =>
    setTimeout(
      () => {
        controller.abort(why);
      },
      Math.ceil(endsAt - now()),
    );
  let endsAt = now() + ms;
  let timer = start();
  const giveBack = (spentMs: number): void => {
    clearTimeout(timer);
    endsAt += spentMs;
    timer = start();
  };
  if (parent?.aborted) follow();
  parent?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    leftMs: () => endsAt - now(),
    giveBack,
    async beside(work) {
      const began = now();
      clearTimeout(timer);
      try {
        return await work();
      } finally {
        giveBack(now() - began);
      }
    },
    end() {
      clearTimeout(timer);
      parent?.removeEventListener("abort", follow);
    },
  };
}
