import type { Command } from "commander";

/** An option as a shell completes it. */
export interface CompletedOption {
  /** `-h`, `--help`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Whether a value follows. */
  readonly takesValue: boolean;
  /** The values to choose from; none where anything goes: then files are offered. */
  readonly choices: readonly string[];
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What its first argument may be. */
  readonly words: readonly string[];
}

/** Texts in scripts keep to characters that no shell reads anything into. */
export function plain(text: string): string {
  return text
    .replaceAll("'", "’")
    .replace(/[^\p{L}\p{N} .,()/_…’-]/gu, " ")
    .replace(/ +/g, " ")
    .trim();
}

/** What there is to complete of a command. */
export function completedCommand(command: Command): CompletedCommand {
  const options = command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      flags: [option.short, option.long].filter((flag) => typeof flag === "string"),
      description: plain(option.description),
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    }));
  const words = command.registeredArguments[0]?.argChoices ?? [];
  return { name: command.name(), summary: plain(command.summary()), options, words };
}
