import { httpDate } from "./retry";

/** The server's clock, as far as its replies told it: times that AppTego gives are compared with it, never with ours. */
export interface ServerClock {
  /** A reply came: its Date header, if it had one. */
  readonly saw: (date: string | undefined) => void;
  /** Undefined as long as no reply told it. A Date header has whole seconds, so this is up to a second behind. */
  readonly now: () => Date | undefined;
}

/** A clock that knows nothing yet. `now` is our own clock, in epoch milliseconds. */
export function createServerClock(now: () => number = Date.now): ServerClock {
  let offset: number | undefined;
  return {
    saw(date) {
      const told = httpDate(date);
      if (told !== undefined) offset = told - now();
    },
    now: () => (offset === undefined ? undefined : new Date(now() + offset)),
  };
}
