import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apptego } from "../support/apptego";

describe("apptego", () => {
  test("says what it can do, and fails without a command", async () => {
    const { exitCode, stdout, stderr } = await apptego();

    expect([exitCode, stdout]).toEqual([64, ""]);
    expect(stderr).toContain("Usage: apptego [options] [command]");
    expect(stderr).toMatch(/^ {2}sandbox /m);
  });

  test("says its version", async () => {
    const manifest = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as {
      version: string;
    };

    expect(await apptego("--version")).toEqual({ exitCode: 0, stdout: manifest.version, stderr: "" });
  });

  test("hands help to the command", async () => {
    const { exitCode, stdout } = await apptego("sandbox", "--help");

    expect(exitCode).toBe(0);
    expect(stdout).toContain("Usage: apptego sandbox [options]");
    expect(stdout).toContain("--credentials-file <file>");
  });

  test.each([
    [["fly"], "error: unknown command 'fly'"],
    [["sandbox", "--prot", "1"], "error: unknown option '--prot'"],
    [["sandbox", "--port", "x"], "It must be a number from 0 to 65535."],
    [["sandbox", "--port", "65536"], "It must be a number from 0 to 65535."],
    [["sandbox", "--plan", "GOLD"], "Allowed choices are FREE, TEAM, ENTERPRISE."],
    [["sandbox", "--seed"], "argument missing"],
    [["sandbox", "now"], "too many arguments"],
  ])("ends %j with 64, and says why", async (args, problem) => {
    const { exitCode, stderr } = await apptego(...args);

    expect(exitCode).toBe(64);
    expect(stderr).toContain(problem);
  });
});
