import ora from "ora";
import type { OnProgress } from "./engine";

/** On a terminal that can't be redrawn (a log, a pipe) a long step gives a sign of life so often. */
const SIGN_OF_LIFE_MS = 15_000;

/** Shows progress until it is stopped. */
export interface ProgressReport {
  readonly onProgress: OnProgress;
  /** Ends the drawing, so that others can write. */
  readonly stop: () => void;
}

/** What a report needs of a stream. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

const elapsed = (since: number) => {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** Shows progress in one line that moves, or line by line where the stream is no terminal. */
export function reportProgress(stream: ProgressStream = process.stderr): ProgressReport {
  const moving = stream.isTTY === true && process.env["CI"] === undefined;
  const spinner = moving ? ora({ stream, discardStdin: false }) : undefined;
  let step: { text: string; since: number; detail: string } | undefined;

  const current = () =>
    step ? `${step.text}: ${[step.detail, elapsed(step.since)].filter(Boolean).join(", ")}` : "";
  const alive = setInterval(
    () => {
      if (!step) return;
      if (spinner) spinner.text = current();
      else stream.write(`  ${current()}\n`);
    },
    spinner ? 1000 : SIGN_OF_LIFE_MS,
  );
  alive.unref();

  const endStep = () => {
    if (step && spinner) spinner.succeed(current());
    step = undefined;
  };
  return {
    onProgress({ kind, text }) {
      if (kind === "detail") {
        if (step) step.detail = text;
      } else if (kind === "step") {
        endStep();
        step = { text, since: Date.now(), detail: "" };
        if (spinner) spinner.start(text);
        else stream.write(`${text}\n`);
      } else {
        if (spinner && step) spinner.fail(current());
        step = undefined;
        stream.write(`${text}\n`);
      }
    },
    stop() {
      clearInterval(alive);
      endStep();
      spinner?.stop();
    },
  };
}
