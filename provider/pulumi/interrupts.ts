import { constants } from "node:os";
import { engineAddress } from "./engine-alive";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
type Interrupt = (typeof SIGNALS)[number];

// After a change is done its answer is still on the way to the engine.
const ANSWER_MS = 100;

/** The process that gets the signals, and how it ends. */
export interface Interrupted {
  readonly on: (signal: Interrupt, heard: () => void) => unknown;
  readonly exit: (code: number) => unknown;
}

/** Does a change to its end, also where the process is told to go meanwhile. */
export type ToTheEnd = <Result>(change: () => Promise<Result>) => Promise<Result>;

/**
 * Lets changes that are under way come to their end when the process is told to go, as the engine waits for them and
 * saves what they made. The first signal ends an idle process at once, a busy one as soon as it is idle; the second ends
 * either.
 *
 * The engine gives its plugins a process group of their own, so that Ctrl-C doesn't reach them (tried on 3.232); what
 * does is a signal to every process of a job, as service and CI systems send it.
 */
export function interruptible(target: Interrupted, answerMs = ANSWER_MS): ToTheEnd {
  let changes = 0;
  let asked: Interrupt | undefined;
  const leave = (signal: Interrupt): void => {
    target.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS)
    target.on(signal, () => {
      if (changes === 0 || asked !== undefined) leave(signal);
      asked = signal;
    });
  const answered = (): void => {
    changes -= 1;
    if (changes === 0 && asked !== undefined) leave(asked);
  };
  return async (change) => {
    changes += 1;
    try {
      return await change();
    } finally {
      setTimeout(answered, answerMs).unref();
    }
  };
}

let ofProcess: ToTheEnd | undefined;

/** Does a change of this process to its end; in a process that is no host of dynamic providers it only does it. */
export const toTheEnd: ToTheEnd = async (change) => {
  if (engineAddress() === undefined) return change();
  ofProcess ??= interruptible(process);
  return ofProcess(change);
};
