import { createColors } from "picocolors";
import type { Colors } from "picocolors/types";
import { createRedactor } from "../../api/redact";
import { openProgress, type Progress } from "./progress";

/** As much of a stream as is written to. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where a command's words go. Every text that is printed loses the secrets that were {@link Terminal.hide | hidden}. */
export interface Terminal {
  /** The width of standard output in characters; 80 where it is no terminal. */
  readonly columns: number;
  /** Whether a person reads standard output as it comes. */
  readonly isTerminal: boolean;
  /** Colours for standard output: plain text where it is no terminal or `NO_COLOR` is set, unless `FORCE_COLOR` is. */
  readonly colours: Colors;
  /** Prints a result and ends the line: standard output. */
  print(text: string): void;
  /** Prints to standard output as it is, without a line's end. */
  write(text: string): void;
  /** Says what is going on, and ends the line: standard error; nothing by `--quiet`. */
  say(text: string): void;
  /** Says what a person has to know, and ends the line: standard error, by `--quiet` too. */
  warn(text: string): void;
  /** Prints to standard error as it is, without a line's end. */
  writeError(text: string): void;
  /** The one line on standard error that tells how far the work is: on a terminal only, and not by `--quiet`. */
  progress(): Progress;
  /** From now on nothing prints this secret. */
  hide(secret: string): void;
  /** From now on nothing is said but results and warnings. */
  beQuiet(): void;
}

const DEFAULT_COLUMNS = 80;

/** Whether to use colours. Source: no-color.org, force-color.org; `NO_COLOR` wins. */
function wantsColours({ isTTY }: OutputStream, env: NodeJS.ProcessEnv): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced) return forced !== "0" && forced !== "false";
  return isTTY === true && env["TERM"] !== "dumb";
}

/** A terminal that writes to these streams. */
export function openTerminal(
  { stdout, stderr }: { readonly stdout: OutputStream; readonly stderr: OutputStream },
  env: NodeJS.ProcessEnv,
): Terminal {
  const redactor = createRedactor();
  let quiet = false;
  const progress = openProgress(
    (text) => stderr.write(redactor.clean(text)),
    () => stderr.isTTY === true && env["TERM"] !== "dumb" && !quiet,
    () => stderr.columns || DEFAULT_COLUMNS,
  );
  const write = (text: string): void => {
    progress.end(); // both may be the same screen
    stdout.write(redactor.clean(text));
  };
  const writeError = (text: string): void => {
    progress.end();
    stderr.write(redactor.clean(text));
  };
  return {
    get columns() {
      return stdout.columns || DEFAULT_COLUMNS;
    },
    isTerminal: stdout.isTTY === true,
    colours: createColors(wantsColours(stdout, env)),
    write,
    writeError,
    print: (text) => write(`${text}\n`),
    warn: (text) => writeError(`${text}\n`),
    say: (text) => {
      if (!quiet) writeError(`${text}\n`);
    },
    progress: () => progress,
    hide: (secret) => redactor.learn(secret),
    beQuiet: () => {
      quiet = true;
    },
  };
}
