import type { Command } from "commander";
import { exitCodesOf } from "./exit-codes";

/** A command line as one would type it, and what it is for. */
export type Example = readonly [line: string, what: string];

/** Adds the examples and the exit codes to what `--help` prints. */
export function withHelp(command: Command, examples: readonly Example[]): Command {
  const lines = examples.map(([line, what]) => `  # ${what}\n  $ ${line}`);
  const codes = exitCodesOf(command.name()).map(
    ({ code, meaning }) => `  ${String(code).padEnd(4)}${meaning}`,
  );
  return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}\n\nExit codes:\n${codes.join("\n")}`);
}
