import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { apptego } from "../support/apptego";
import { scratchFile } from "../support/connection";

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

  test.each(["--help", "--version"])("loads next to nothing for %s", async (flag) => {
    const loaded = scratchFile("loaded.json", "[]");
    const spy = scratchFile(
      "spy.cjs",
      `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(loaded)}, JSON.stringify(Object.keys(require.cache))));`,
    );
    const main = join(__dirname, "../../provider/cli/main.ts");
    await execa("node", ["--require", spy, "--import", "tsx", main, flag]);
    const modules = (JSON.parse(readFileSync(loaded, "utf8")) as string[]).filter((file) => file !== spy);
    const packages = modules.flatMap(
      (file) => /node_modules\/(?!tsx\/|esbuild\/)((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
    );
    const own = modules.flatMap((file) => /\/provider\/(.*)\.ts$/.exec(file)?.[1] ?? []);

    expect([...new Set(packages)].sort()).toEqual(["commander", "picocolors"]);
    expect(own.filter((file) => !file.startsWith("cli/")).sort()).toEqual(["api/redact", "api/version"]);
    expect(own.length).toBeLessThan(12);
  });

  test("ends quietly when its reader goes away", async () => {
    const main = join(__dirname, "../../provider/cli/main.ts");
    const { stdout, stderr } = await execa("bash", [
      "-c",
      `node --import tsx "$0" sandbox --help | true; echo "\${PIPESTATUS[0]}"`,
      main,
    ]);

    expect([stdout, stderr]).toEqual(["0", ""]);
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
