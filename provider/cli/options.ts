import type { Command } from "commander";

/** Which stacks, and from where. */
export interface StackOptions {
  /** Names of stacks, in the order given. */
  readonly stack?: readonly string[];
  /** The folder of the Pulumi project. */
  readonly cwd?: string;
  /** Files that `pulumi stack export` wrote; `-` is standard input. */
  readonly state?: readonly string[];
}

/** Which tenant. */
export interface ConnectionOptions {
  readonly stack?: readonly string[];
  readonly cwd?: string;
  /** A file with the settings. */
  readonly config?: string;
}

/** Of an option that may be given more than once: all its values. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Adds `--stack` (more than once, if need be) and `--cwd`. */
export function stackOption(command: Command): Command {
  return command
    .option("--stack <name>", "the Pulumi stack; may be given more than once", collect)
    .option("--cwd <folder>", "the folder of the Pulumi project, instead of this one");
}

/** Adds `--state`, for states that are files. */
export function stateOption(command: Command): Command {
  return command.option(
    "--state <file>",
    "a state as `pulumi stack export` prints it, instead of --stack; - reads standard input; may be given more than once",
    collect,
  );
}

/** Adds `--config`; without it the connection is the stack's, or else the environment's. */
export function configOption(command: Command): Command {
  return command.option(
    "--config <file>",
    "the connection from a YAML or JSON file (tenantId, tokenKey, tokenSecret, …) instead of the stack's configuration; what is left out comes from APPTEGO_… variables",
  );
}
