import ora from "ora";

const WIDTH = 30;

/** What is told of a run while it goes on. */
export interface Progress {
  /** Begins the next of all steps. */
  readonly next: (text: string) => void;
  /** Tells what the step is at. */
  readonly detail: (text: string) => void;
  readonly stop: () => void;
}

/** A bar with so much of it filled. */
export function bar(done: number, all: number): string {
  const filled = all === 0 ? WIDTH : Math.floor((done / all) * WIDTH);
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
}

/** Draws a bar on a terminal; in a log it writes a line a step. */
export function reportSteps(all: number): Progress {
  const spinner = ora({
    stream: process.stderr,
    discardStdin: false,
    isSilent: !process.stderr.isTTY,
  }).start();
  const since = Date.now();
  let done = -1;
  let step = "";
  const draw = (detail: string) => {
    const minutes = ((Date.now() - since) / 60_000).toFixed(1);
    spinner.text = `${bar(done, all)} ${done} of ${all}, ${minutes} min: ${step}${detail && `, ${detail}`}`;
  };
  return {
    next(text) {
      done += 1;
      step = text;
      draw("");
      if (!process.stderr.isTTY) process.stderr.write(`${done} of ${all}: ${text}\n`);
    },
    detail: draw,
    stop: () => spinner.stop(),
  };
}
