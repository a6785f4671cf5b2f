import { EventEmitter, once } from "node:events";
import { execa } from "execa";
import type { Stack } from "./pulumi";

/** An `up` under way. */
export interface HeardUp extends ReturnType<Stack["startUp"]> {
  /** Comes as soon as it has printed this; fails if it ends without. */
  readonly says: (pattern: RegExp) => Promise<void>;
}

/** All processes of an `up`: the engine's plugins have process groups of their own, but are of its session. */
export async function processesOf({ pid }: HeardUp): Promise<string[]> {
  const { stdout } = await execa("ps", ["-o", "pid=", "-s", String(pid)], { reject: false });
  return stdout
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Starts an `up`, and hears what it prints. What an engine that was killed leaves is ended with the test. */
export function startHeard(stack: Stack, onTestFinished: (end: () => Promise<void>) => void): HeardUp {
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
  const heard: HeardUp = {
    ...up,
    async says(pattern) {
      while (!pattern.test(text)) {
        if (over) throw new Error(`It ended without saying ${String(pattern)}:\n${text}`);
        await once(events, "news");
      }
    },
  };
  onTestFinished(async () => {
    const left = await processesOf(heard);
    if (left.length > 0) await execa("kill", ["-KILL", ...left], { reject: false });
  });
  return heard;
}
