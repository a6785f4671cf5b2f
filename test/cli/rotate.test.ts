import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../support/command";
import { scratchFolder } from "../support/connection";
import { inComponent, issued } from "../support/rotate";
import { exportOf } from "../support/states";

const OLD = "2020-01-01";
const today = () => new Date().toISOString().slice(0, 10);

/** The command on a state from standard input, in a folder with a `tenant.yaml`. */
function rotating(args: readonly string[], resources: readonly object[]) {
  const cwd = scratchFolder();
  const file = path.join(cwd, "tenant.yaml");
  writeFileSync(file, "tokens:\n  ci: [Builds]\n");
  const run = async (more: readonly string[] = []) =>
    runCommand(["rotate", "--state", "-", ...args, ...more], { cwd, stdin: exportOf(resources) });
  return { run, yaml: () => readFileSync(file, "utf8") };
}

describe("apptego rotate", () => {
  test("is content where nothing is due", async () => {
    const { run } = rotating([], [issued("ApiToken", "ci", today())]);

    expect(await run()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("0 of 1 credential are 90 days old or older"),
    });
  });

  test("ends with 2 where something is, and writes only by --apply, once", async () => {
    const { run, yaml } = rotating([], [inComponent("ApiToken", "ci", OLD)]);

    expect((await run()).exitCode).toBe(2);
    expect(yaml()).toBe("tokens:\n  ci: [Builds]\n");
    const applied = await run(["--apply"]);
    expect(applied).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("rotated by the next pulumi up"),
    });
    const written = yaml();
    expect(written).toMatch(/rotateOn: \{ date: "\d{4}-\d\d-\d\d" \}/);
    expect((await run(["--apply"])).exitCode).toBe(0);
    expect(yaml()).toBe(written);
    expect((await run()).exitCode).toBe(2); // asked for, but the old one is still there
  });

  test("ends with 2 by --apply too, where one that is due can't be written", async () => {
    const { run } = rotating(["--apply", "--output", "json"], [issued("ApiToken", "ci", OLD)]);

    const { exitCode, stdout } = await run();

    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ applied: true, maxAgeDays: 90, credentials: [{ status: "due" }] },
    });
  });

  test("ends with 1 where an age is unknown as AppTego can't be asked, and nothing is due", async () => {
    const { run } = rotating(["--output", "markdown"], [issued("ApiToken", "ci")]);

    const { exitCode, stdout, stderr } = await run();

    expect(exitCode).toBe(1);
    expect(stdout).toContain("1 of unknown age");
    expect(stderr).toContain("AppTego couldn't be asked");
  });

  test("refuses an age that it can't read", async () => {
    const { run } = rotating(["--max-age", "3 months"], []);

    expect(await run()).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining("such as 90d, 12w or 1y"),
    });
  });
});
