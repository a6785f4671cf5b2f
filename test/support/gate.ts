import { EventEmitter, once } from "node:events";

/** What holds calls of a sandbox back until a test lets them go. */
export interface Gate {
  /** In the place of the sandbox's waiting: for the faults `latency` (not done yet) and `drip` (done, reply begun). */
  readonly wait: () => Promise<void>;
  /** Comes when that many calls are held. */
  readonly held: (calls: number) => Promise<void>;
  /** Lets them go, and all that come later. */
  readonly open: () => void;
}

/** A gate that is closed. */
export function createGate(): Gate {
  const events = new EventEmitter().setMaxListeners(0);
  let isOpen = false;
  let holds = 0;
  return {
    async wait() {
      if (isOpen) return;
      holds += 1;
      events.emit("held");
      await once(events, "open");
    },
    async held(calls) {
      while (holds < calls) await once(events, "held");
    },
    open() {
      isOpen = true;
      events.emit("open");
    },
  };
}
