import path from "node:path";
import { describe, expect, test } from "vitest";
import { pulumiOutput } from "../../provider/cli/pulumi-command";
import { keptContext } from "../support/command";
import { scratchFolder } from "../support/connection";
import { script } from "../support/fake-engine";
import { fakePulumi } from "../support/fake-pulumi";

describe("A command of Pulumi", () => {
  test("runs in the project's folder, without questions and without a shell", async () => {
    const { env, calls } = await fakePulumi({ "stack dev": { some: "state" } });
    const cwd = scratchFolder();
    const { context } = keptContext({ env, cwd: path.dirname(cwd) });
    const args = ["stack", "export", "--message", "$(touch here); `date`", "--stack", "dev"];

    expect(await pulumiOutput(context, "Trying", args, path.basename(cwd))).toBe('{"some":"state"}');
    expect(calls()).toEqual([
      `${cwd} stack export --message $(touch here); \`date\` --stack dev --non-interactive`,
    ]);
  });

  test("that fails is quoted in one line, with what it was for", async () => {
    const { env } = await fakePulumi({});
    const { context } = keptContext({ env });

    await expect(
      pulumiOutput(context, "Reading prod", ["stack", "export", "--stack", "prod"]),
    ).rejects.toThrow("Reading prod: pulumi ended with 255 and said: error: no stack named 'prod' found");
  });

  test("that fails shows nothing of what it printed as its result", async () => {
    const folder = scratchFolder();
    await script(path.join(folder, "pulumi"), "echo s3cr3t-canary; echo failed >&2; exit 1");
    const { context } = keptContext({ env: { PATH: `${folder}${path.delimiter}/usr/bin:/bin` } });

    const failure: unknown = await pulumiOutput(context, "Reading", ["config"]).catch(
      (error: unknown) => error,
    );

    expect(failure).toMatchObject({ message: "Reading: pulumi ended with 1 and said: failed" });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain("canary");
  });

  test("that isn't installed is named, with what to do", async () => {
    const { context } = keptContext({ env: { PATH: scratchFolder() } });

    await expect(pulumiOutput(context, "Reading", ["config"])).rejects.toThrow("install the Pulumi CLI");
  });
});
