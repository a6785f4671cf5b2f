#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { VERSION } from "../api/version";

/** A command as the table knows it; what it does is loaded when it is called. */
interface Entry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: () => Command }>;
}

/** One command a file. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  sandbox: {
    summary: "AppTego's Management API on this machine, for trying things out and for tests",
    load: () => import("./sandbox.js"),
  },
};

const USAGE_ERROR = 2;
const FAILURE = 1;

function program(): Command {
  const apptego = new Command("apptego")
    .description("Tools around the Pulumi provider for AppTego.")
    .version(VERSION)
    .helpCommand(false)
    .exitOverride();
  for (const [name, { summary, load }] of Object.entries(COMMANDS))
    apptego
      .command(name)
      .summary(summary)
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(async (_options: unknown, stub: Command) => {
        const { command } = await load();
        // Parsed as a child of the program, so that usage and help name the whole command.
        const real = command().exitOverride();
        await new Command("apptego")
          .exitOverride()
          .addCommand(real)
          .parseAsync([name, ...stub.args], { from: "user" });
      });
  return apptego;
}

/** Runs the command; the exit code: 0, 1 for a failure, 2 for a command that isn't understood. */
async function run(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    process.stderr.write(`apptego: ${error instanceof Error ? error.message : String(error)}\n`);
    return FAILURE;
  }
}

void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
