import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../provider/cli/commands";
import { exitCodesOf } from "../../provider/cli/exit-codes";
import { withHelp } from "../../provider/cli/help";
import { runCommand } from "../support/command";

describe("The help of a command", () => {
  test("ends with examples and exit codes", async () => {
    const load = () =>
      Promise.resolve({
        command: () =>
          withHelp(new Command("drift"), [["apptego drift --stack prod", "what differs in prod"]]),
      });

    const { exitCode, stdout } = await runCommand(["drift", "--help"], {}, { drift: { summary: "", load } });

    expect(exitCode).toBe(0);
    expect(stdout).toContain("\nExamples:\n  # what differs in prod\n  $ apptego drift --stack prod\n");
    expect(stdout).toMatch(/\n {2}3 {3}nothing differs, but the tenant holds what no stack does\n/);
  });

  test.each(Object.keys(COMMANDS))("%s shows an example and every exit code", async (name) => {
    const { exitCode, stdout, stderr } = await runCommand([name, "--help"]);

    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: apptego ${name} `);
    expect(stdout).toMatch(new RegExp(`\\$ .*apptego ${name}`));
    for (const { code, meaning } of exitCodesOf(name))
      expect(stdout).toContain(`${String(code).padEnd(4)}${meaning}`);
  });
});
