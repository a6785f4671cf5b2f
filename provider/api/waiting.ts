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
