import { EventEmitter, once } from "node:events";
import type { Stack } from "./pulumi";

/** An `up` under way. */
export interface HeardUp extends ReturnType<Stack["startUp"]> {
  /** Comes as soon as it has printed this; fails if it ends without. */
  readonly says: (pattern: RegExp) => Promise<void>;
}

/** Starts an `up`, and hears what it prints. */
export function startHeard(stack: Stack): HeardUp {
  const events = new EventEmitter();
  let text = "";
  let over = false;
  const onOutput = (more: string) => {
    text += more;
    events.emit("news");
  };
  const up = stack.startUp([], { onOutput });
  void up.ended.then(() => {
    over = true;
    events.emit("news");
  });
  return {
    ...up,
    async says(pattern) {
      while (!pattern.test(text)) {
        if (over) throw new Error(`It ended without saying ${String(pattern)}:\n${text}`);
        await once(events, "news");
      }
    },
  };
}
