import { Argument, Command } from "commander";
import { bashScript } from "./completion/bash";
import { fishScript } from "./completion/fish";
import { completedCommand } from "./completion/tree";
import { zshScript } from "./completion/zsh";
import type { CommandContext } from "./context";
import { withHelp } from "./help";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

type Shell = keyof typeof SCRIPTS;

/** `apptego completion`: prints the script that completes this command in a shell. */
export function command(context: CommandContext): Command {
  return withHelp(
    new Command("completion")
      .summary("a script that completes this command in your shell")
      .description("Prints a script that completes commands, options and their values in your shell.")
      .addArgument(new Argument("<shell>", "your shell").choices(Object.keys(SCRIPTS)))
      .action(async (shell: Shell) => {
        const { COMMANDS } = await import("./commands.js");
        const { loadCommand } = await import("./run.js");
        const commands = [];
        for (const entry of Object.values(COMMANDS)) {
          const loaded = await loadCommand(entry, context);
          commands.push(completedCommand(loaded));
        }
        context.terminal.write(SCRIPTS[shell](commands));
      }),
    [
      [`eval "$(apptego completion bash)"`, "in ~/.bashrc"],
      [`eval "$(apptego completion zsh)"`, "in ~/.zshrc, after compinit"],
      ["apptego completion fish | source", "in ~/.config/fish/config.fish"],
    ],
  );
}
