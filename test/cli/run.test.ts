import { Command } from "commander";
import { describe, expect, test } from "vitest";
import type { CommandContext } from "../../provider/cli/context";
import { Exit, UsageError } from "../../provider/cli/exit-codes";
import { quietOption } from "../../provider/cli/terminal/output";
import { runCommand } from "../support/command";

/** A table with one command, which does what a test says. */
function commandThat(act: (context: CommandContext) => unknown) {
  const command = (context: CommandContext) =>
    quietOption(new Command("act"), context.terminal).action(async () => {
      await act(context);
    });
  return { act: { summary: "acts", load: () => Promise.resolve({ command }) } };
}

describe("A command line", () => {
  test("prints to the context's terminal, and ends with 0", async () => {
    const acts = commandThat(({ terminal }) => terminal.print("done"));

    expect(await runCommand(["act"], {}, acts)).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
  });

  test.each([
    [new Exit("unmanaged"), 3, ""],
    [new UsageError("name a stack"), 64, "apptego: name a stack\n"],
    [new Error("AppTego is away"), 1, "apptego: AppTego is away\n"],
  ])("that ends with %s has its exit code", async (error, exitCode, stderr) => {
    const acts = commandThat(() => Promise.reject(error));

    expect(await runCommand(["act"], {}, acts)).toEqual({ exitCode, stdout: "", stderr });
  });

  test("that fails doesn't print a hidden secret", async () => {
    const acts = commandThat(({ terminal }) => {
      terminal.hide("s3cr3t-canary");
      throw new Error("refused: s3cr3t-canary");
    });

    const { exitCode, stderr } = await runCommand(["act"], {}, acts);

    expect([exitCode, stderr]).toEqual([1, "apptego: refused: [secret]\n"]);
  });

  test("says nothing but results and warnings by --quiet", async () => {
    const acts = commandThat(({ terminal }) => {
      terminal.say("reading");
      terminal.warn("careful");
      terminal.print("result");
    });

    expect(await runCommand(["act", "--quiet"], {}, acts)).toEqual({
      ...{ exitCode: 0, stdout: "result\n", stderr: "careful\n" },
    });
  });

  test.each([
    [["act", "--loud"], "error: unknown option '--loud'"],
    [["sing"], "error: unknown command 'sing'"],
    [[], "Usage: apptego [options] [command]"],
  ])("like %j isn't understood", async (args, said) => {
    const { exitCode, stdout, stderr } = await runCommand(
      args,
      {},
      commandThat(() => undefined),
    );

    expect([exitCode, stdout]).toEqual([64, ""]);
    expect(stderr).toContain(said);
  });
});
