import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect } from "vitest";
import { driftJsonSchema } from "../../provider/cli/drift/report";
import { environmentOf, runCommand } from "../support/command";
import { scratchFolder } from "../support/connection";
import { GRANTED, upped, wholeState } from "../support/drift";
import { exportOf } from "../support/states";
import { test as base } from "../support/tenant";

const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at));

const test = base
  .extend<{ folder: string }>({
    folder: async ({}, use) => {
      const folder = scratchFolder();
      writeFileSync(path.join(folder, ".apptegoignore"), GRANTED);
      await use(folder);
    },
  })
  .extend<{ drift: (args?: string[], state?: object[]) => ReturnType<typeof runCommand> }>({
    drift: async ({ sandbox, folder }, use) => {
      await use(async (args = [], state = wholeState(sandbox)) => {
        sandbox.calls.clear();
        const env = { ...environmentOf(sandbox), GITHUB_STEP_SUMMARY: path.join(folder, "summary.md") };
        return runCommand(["drift", "--state", "-", ...args], { cwd: folder, env, stdin: exportOf(state) });
      });
    },
  });

test.override({
  sandboxOptions: {
    seed: {
      users: [{ email: "alice@acme.test", permissions: ["Builds"] }, { email: "bob@acme.test" }],
      tokens: [
        { name: "sandbox", permissions: ["Users & API Management"] },
        { name: "ci", permissions: ["Builds"] },
      ],
      mappings: [{ group: "Developers", permissions: ["Builds"] }],
      keys: [{ name: "builds" }],
    },
  },
});

describe("apptego drift", () => {
  test("is content where the tenant is as the state says", async ({ drift, sandbox }) => {
    const { exitCode, stdout, stderr } = await drift();

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("In sync: 5 are as the state says, 2 accepted. Coverage: 100 % of what");
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("tells who gained what and may now do what, and ends with 2", async ({ drift, sandbox }) => {
    const state = wholeState(sandbox);
    sandbox.portal.setTokenPermissions({ token: "ci", permissions: ["user_and_api_management"] });
    sandbox.portal.setKeyEnabled({ key: "builds", enabled: false });
    const { exitCode, stdout } = await drift([], state);

    expect(exitCode).toBe(2);
    const flat = stdout.replace(/\s+/g, " ");
    expect(flat).toContain(
      "changed token ci ci gained Users & API Management (leads to all others); lost Builds;",
    );
    expect(flat).toMatch(/may now: Users & API Management changed key builds builds is now disabled/);
  });

  test("ends with 3 where the tenant holds more, and nothing differs", async ({ drift, sandbox }) => {
    const state = wholeState(sandbox);
    sandbox.portal.addToken({ name: "by hand", permissions: ["modify_tenant_settings"] });
    const { exitCode, stdout } = await drift([], state);

    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/unmanaged {2}token {2}by hand +may: Tenant Settings; made on /);
    expect(stdout).toContain("Coverage: 83.3 %");
  });

  test("ends with 1 where a kind can't be read, which is never drift", async ({ drift, sandbox }) => {
    sandbox.failNext("getUsers", {
      kind: "reply",
      status: 403,
      body: JSON.stringify({ error: "Not for you" }),
    });
    const { exitCode, stdout } = await drift(["--output", "json"]);

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "unknown",
      summary: { unknown: 1, changed: 0, missing: 0, unmanaged: 0, coverage: null },
      findings: [
        { status: "unknown", kind: "user", id: "", notes: [expect.stringContaining("Not for you")] },
      ],
    });
  });

  test("proves what is missing, and says who has its name now", async ({ drift, sandbox }) => {
    const { stdout, exitCode } = await drift(
      ["--output", "json"],
      [...wholeState(sandbox).slice(1), upped("User", "ALICE@acme.test", "user-of-before")],
    );

    expect(exitCode).toBe(2);
    const alice = sandbox.tenant.users.find(({ email }) => email === "alice@acme.test")?.userId ?? "";
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [
        { status: "missing", id: "user-of-before", notes: [`another user of that name is there: ${alice}`] },
        { status: "unmanaged", name: "alice@acme.test" },
      ],
    });
    expect(sandbox.calls.count("getUsers")).toBe(2);
    expect(sandbox.calls.count("getSubscription")).toBe(1);
  });

  test("writes several reports at once, beside what it prints", async ({ drift, folder, sandbox }) => {
    const state = wholeState(sandbox);
    sandbox.portal.setUserPermissions({ email: "bob@acme.test", permissions: ["user_and_api_management"] });
    const files = ["--json", "out/drift.json", "--markdown", "out/drift.md", "--junit", "out/drift.xml"];
    const { exitCode, stderr } = await drift([...files, "--sarif", "out/drift.sarif", "--github"], state);

    expect(exitCode).toBe(2);
    const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(driftJsonSchema());
    expect(validate(JSON.parse(read("out/drift.json")))).toBe(true);
    expect(read("out/drift.xml")).toContain('<failure type="changed"');
    expect(JSON.parse(read("out/drift.sarif"))).toMatchObject({
      runs: [
        {
          results: [
            {
              ruleId: "escalated",
              locations: [{ physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" } } }],
            },
            { suppressions: [{ justification: "owns the tenant" }] },
            { suppressions: [{ justification: "the token of the pipeline" }] },
          ],
        },
      ],
    });
    expect(stderr).toMatch(
      /^::error title=AppTego%3A changed user bob@acme.test::gained Users & API Management/,
    );
    expect(read("summary.md")).toBe(read("out/drift.md"));
  });

  test("accepts what is known, until it changes", async ({ drift, folder, sandbox }) => {
    const state = wholeState(sandbox);
    sandbox.portal.addToken({ name: "legacy", permissions: ["build_applications"] });
    const written = await drift(["--write-baseline", "known.json"], state);
    expect(written).toMatchObject({ exitCode: 0, stderr: "known.json accepts 1: use it with --baseline.\n" });
    expect(existsSync(path.join(folder, "known.json"))).toBe(true);
    expect(await drift(["--baseline", "known.json"], state)).toMatchObject({ exitCode: 0 });

    sandbox.portal.setTokenPermissions({ token: "legacy", permissions: ["user_and_api_management"] });
    const { exitCode, stdout } = await drift(["--baseline", "known.json"], state);

    expect(exitCode).toBe(3);
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "legacy gained Users & API Management (leads to all others); lost Builds; may now: Users & API Management;",
    );
    expect(stdout.replace(/\s+/g, " ")).toContain("it changed since the baseline was written");
  });

  test("reports a rule that is over, and does as if it weren't there", async ({ drift, folder, sandbox }) => {
    const state = wholeState(sandbox);
    sandbox.portal.addKey({ name: "old-1" });
    const rule = "- { kind: key, pattern: 'old-*', reason: until the move, expires: 2020-12-31 }\n";
    mkdirSync(path.join(folder, "app"));
    writeFileSync(path.join(folder, "app", ".apptegoignore"), GRANTED + rule);
    const { exitCode, stdout } = await drift(["--cwd", "app"], state);

    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      ".apptegoignore:4: the rule for key old-* (until the move) expired on 2020-12-31: it does nothing any more.",
    );
  });

  test("refuses to read and write a baseline at once", async ({ drift, sandbox }) => {
    const { exitCode, stderr } = await drift(["--baseline", "a.json", "--write-baseline", "b.json"]);

    expect(exitCode).toBe(64);
    expect(stderr).toContain("exclude each other");
    expect(sandbox.calls.all).toEqual([]);
  });
});

describe("apptego drift, in a large tenant", () => {
  test.override({
    sandboxOptions: {
      limits: { users: Infinity },
      seed: {
        users: many(1_000, (at) => `user-${at}@acme.test`).map((email) => ({
          email,
          permissions: ["Builds"],
        })),
        mappings: many(60, (at) => `group-${at}`).map((group) => ({ group, permissions: ["Certificates"] })),
      },
    },
  });

  test("asks for one list a kind", async ({ drift, sandbox }) => {
    const state = wholeState(sandbox);
    sandbox.portal.setUserPermissions({ email: "user-7@acme.test", permissions: [] });
    const { exitCode, stdout } = await drift(["--output", "markdown"], state);

    expect(exitCode).toBe(2);
    expect(stdout).toContain("| changed | user | `user-7@acme.test` |");
    expect(sandbox.calls.operations().sort()).toEqual([
      "getApiTokens",
      "getAutomationKeys",
      "getSamlGroupMappings",
      "getUsers",
    ]);
  });
});
