import { type Command, Option } from "commander";
import type { Terminal } from "./terminal";

/** The forms that most commands print their result in, the default first. */
export const FORMATS = ["table", "json", "markdown"] as const;

/** What `--output` was given. */
export interface OutputOptions<Format extends string = (typeof FORMATS)[number]> {
  readonly output: Format;
  readonly quiet?: true;
}

/** The option `--output` with these choices; the first is the default. */
export function outputOption(formats: readonly [string, ...string[]] = FORMATS): Option {
  return new Option("--output <format>", "what to print the result as").choices(formats).default(formats[0]);
}

/** Adds `--quiet`, which silences all but results and warnings. */
export function quietOption(command: Command, terminal: Terminal): Command {
  return command
    .option("--quiet", "print the result and warnings only")
    .on("option:quiet", () => terminal.beQuiet());
}

/** JSON as every command prints it: indented by two, in the order of the object's keys. */
export function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
