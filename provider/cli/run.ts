import { Command, CommanderError } from "commander";
import { VERSION } from "../api/version";
import { type CommandEntry, COMMANDS } from "./commands";
import type { CommandContext } from "./context";
import { Exit, EXIT_CODES, UsageError } from "./exit-codes";

/** The command `apptego` itself, whose help and messages go to the context's terminal. */
function apptego({ terminal }: CommandContext): Command {
  return new Command("apptego").exitOverride().configureOutput({
    writeOut: (text) => terminal.write(text),
    writeErr: (text) => terminal.writeError(text),
    getOutHelpWidth: () => terminal.columns,
    getErrHelpWidth: () => terminal.columns,
    getOutHasColors: () => terminal.colours.isColorSupported,
    getErrHasColors: () => terminal.colours.isColorSupported,
  });
}

/** A command as a child of the program, so that usage and help name it whole. */
export async function loadCommand(entry: CommandEntry, context: CommandContext): Promise<Command> {
  const { command } = await entry.load();
  const parent = apptego(context);
  const loaded = command(context).copyInheritedSettings(parent);
  parent.addCommand(loaded);
  return loaded;
}

function program(context: CommandContext, commands: Readonly<Record<string, CommandEntry>>): Command {
  const whole = apptego(context)
    .description("Tools around the Pulumi provider for AppTego.")
    .version(VERSION)
    .helpCommand(false)
    .addHelpText("after", "\n`apptego <command> --help` shows a command's options, examples and exit codes.");
  for (const [name, entry] of Object.entries(commands))
    whole
      .command(name)
      .summary(entry.summary)
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(async (_options: unknown, stub: Command) => {
        const real = await loadCommand(entry, context);
        await real.parent?.parseAsync([name, ...stub.args], { from: "user" });
      });
  return whole;
}

/**
 * Carries a command line out.
 *
 * @param args without `node` and the script
 * @returns the exit code, as exit-codes.ts has it
 */
export async function run(
  args: readonly string[],
  context: CommandContext,
  commands: Readonly<Record<string, CommandEntry>> = COMMANDS,
): Promise<number> {
  const { terminal } = context;
  try {
    await program(context, commands).parseAsync(args, { from: "user" });
    return EXIT_CODES.ok.code;
  } catch (error) {
    terminal.progress().end();
    if (error instanceof Exit) return EXIT_CODES[error.exit].code;
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? EXIT_CODES.ok.code : EXIT_CODES.usage.code; // its message is out already
    terminal.warn(`apptego: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof UsageError ? EXIT_CODES.usage.code : EXIT_CODES.failed.code;
  }
}
