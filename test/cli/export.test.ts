import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { environmentOf, runCommand } from "../support/command";
import { scratchFolder } from "../support/connection";
import { wholeState } from "../support/drift";
import { exportOf } from "../support/states";
import { test as base } from "../support/tenant";

const test = base
  .extend<{ folder: string }>({
    folder: async ({}, use) => {
      await use(scratchFolder());
    },
  })
  .extend<{ exporting: (args: string[], stdin?: string) => ReturnType<typeof runCommand> }>({
    exporting: async ({ sandbox, folder }, use) => {
      await use(async (args, stdin = "") =>
        runCommand(["export", ...args], { cwd: folder, env: environmentOf(sandbox), stdin }),
      );
    },
  });

test.override({
  sandboxOptions: {
    seed: {
      users: [
        { email: "owner@acme.test", owner: true },
        { email: "alice@acme.test", permissions: ["Builds"] },
      ],
      tokens: [{ name: "sandbox", permissions: ["Users & API Management"] }, { name: "ci" }],
    },
  },
});

const FILES = ["index.ts", "Pulumi.yaml", "package.json", "tsconfig.json", "import.json"];

describe("apptego export", () => {
  test("writes a project, says how to go on, and changes nothing", async ({ exporting, folder, sandbox }) => {
    const { exitCode, stdout, stderr } = await exporting(["--dir", "out"]);

    expect(exitCode).toBe(0);
    for (const file of FILES) expect(existsSync(path.join(folder, "out", file))).toBe(true);
    expect(stdout).toContain("2 users, 2 API tokens, as a Pulumi program in out");
    expect(stderr).toContain("pulumi up");
    expect(sandbox.calls.writes()).toEqual([]);
    const { tokenSecret } = sandbox.credentials;
    for (const file of FILES)
      expect(readFileSync(path.join(folder, "out", file), "utf8")).not.toContain(tokenSecret);
  });

  test("replaces nothing unless it is forced, and is content with what is as it should be", async ({
    exporting,
    folder,
  }) => {
    await exporting(["--dir", "out"]);
    expect(await exporting(["--dir", "out"])).toMatchObject({ exitCode: 0 });
    const program = path.join(folder, "out", "index.ts");
    const text = readFileSync(program, "utf8");
    writeFileSync(program, "mine");

    const refused = await exporting(["--dir", "out", "--to", "yaml"]);

    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/^Nothing was written: index\.ts, import\.json are there .* --force/);
    expect(readFileSync(program, "utf8")).toBe("mine");
    expect(existsSync(path.join(folder, "out", "tenant.yaml"))).toBe(false);
    expect(await exporting(["--dir", "out", "--force"])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(program, "utf8")).toBe(text);
  });

  test("writes nothing by --dry-run", async ({ exporting, folder }) => {
    const { exitCode, stdout } = await exporting(["--dir", "out", "--dry-run", "--output", "json"]);

    expect(exitCode).toBe(0);
    expect(existsSync(path.join(folder, "out"))).toBe(false);
    expect(JSON.parse(stdout)).toMatchObject({ written: false, objects: { length: 4 }, form: "typescript" });
  });

  test("leaves out what a stack holds", async ({ exporting, sandbox }) => {
    const state = exportOf(wholeState(sandbox)); // all but the owner and the token in use

    const { stdout } = await exporting(
      ["--dry-run", "--unmanaged", "--state", "-", "--output", "json"],
      state,
    );

    expect((JSON.parse(stdout) as { objects: object[] }).objects).toMatchObject([
      { title: "owner@acme.test" },
      { title: "sandbox" },
    ]);
  });

  test.for([
    [["--unmanaged"], 64, "--unmanaged needs the stacks"],
    [["--name", "a b"], 64, "It must be up to 100 letters"],
    [["--name", "apptego"], 64, "the provider's configuration"],
    [["--kind", "person"], 64, "Allowed choices are user, token, mapping, key."],
    [["--match", "nobody"], 1, "nothing matches, so nothing was written"],
  ] as const)("refuses %j", async ([args, code, message], { exporting, folder }) => {
    const { exitCode, stderr } = await exporting([...args]);

    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
    expect(existsSync(path.join(folder, "index.ts"))).toBe(false);
  });
});
