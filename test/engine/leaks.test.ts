import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import type { Sandbox, SandboxOptions } from "../../provider/sandbox";
import { watchCommandLines } from "../support/command-lines";
import { type Credential, formsOf, leaksOf } from "../support/leak-scan";
import { test as base } from "../support/story";

const LOG = "calls.jsonl";
const PLAN = "plan.json";

const test = base.extend<{
  commandLines: ReturnType<typeof watchCommandLines>;
  sandboxOptions: SandboxOptions;
}>({
  commandLines: async ({}, use) => {
    await use(watchCommandLines());
  },
  // Every call asks for the time: so the processes are looked at while each is under way.
  sandboxOptions: async ({ commandLines }, use) => {
    const clock = () => {
      commandLines.look();
      return Date.now();
    };
    await use({ clock });
  },
});

const program = (more = "") => ({
  "index.js": `const pulumi = require("@pulumi/pulumi");
    const apptego = require("pulumi-apptego");
    const rotateOn = { month: new pulumi.Config().get("month") ?? "1" };
    const ci = new apptego.ApiToken("ci", { permissions: ["Builds"], rotateOn });
    const pipeline = new apptego.AutomationKey("pipeline", { rotateOn });
    new apptego.User("alice", { email: "alice@acme.test", permissions: ["Builds"] });
    exports.ciSecret = ci.tokenSecret;
    exports.headers = { ci: ci.authorization, pipeline: pipeline.authorization };
    exports.text = pulumi.interpolate\`the key is \${pipeline.keySecret}\`;
    ${more}`,
});

/** All that nobody may read: what the sandbox issued, with each key it may belong to, and what the provider uses. */
function credentialsOf(sandbox: Sandbox): Credential[] {
  const keys = sandbox.calls.all.flatMap(({ operation, id }) => (operation.startsWith("create") ? [id] : []));
  const { tokenKey, tokenSecret } = sandbox.credentials;
  return [
    { key: tokenKey, secret: tokenSecret },
    ...sandbox.issuedSecrets.flatMap((secret) => keys.map((key) => ({ key, secret }))),
  ];
}

describe("A secret that AppTego issued, or that the provider uses,", () => {
  test("stands nowhere in plain text, whatever is run and whatever fails", async ({
    sandbox,
    startStack,
    commandLines,
  }) => {
    const stack = await startStack({ program: program(), tenant: sandbox, env: { APPTEGO_LOG: LOG } });

    expect((await stack.preview({ json: true })).exitCode).toBe(0);
    expect((await stack.up()).exitCode).toBe(0);
    expect((await stack.preview({ json: true, args: ["--diff"] })).exitCode).toBe(0);
    expect((await stack.refresh({ args: ["--diff"] })).exitCode).toBe(0);
    await stack.setConfig("engine-test:month", "2");
    expect((await stack.preview({ args: ["--save-plan", PLAN] })).exitCode).toBe(0);
    sandbox.failNext("createApiToken", { kind: "echo" });
    sandbox.failNext("updateApiTokenPermissions", { kind: "echo", count: 100 });
    expect((await stack.up(["--diff"])).exitCode).not.toBe(0);
    sandbox.faults.clear();
    expect((await stack.up(["--diff"])).exitCode).toBe(0);
    expect((await stack.pulumi(["stack", "output", "--json"])).exitCode).toBe(0);
    expect((await stack.pulumi(["stack", "history", "--json"])).exitCode).toBe(0);
    await stack.export();

    const traces = new Map([...(await stack.traces()), ...commandLines.seen]);
    expect([...commandLines.seen.values()].some((line) => line.includes("pulumi"))).toBe(
      process.platform === "linux", // elsewhere nothing shows them
    );
    expect(await readFile(path.join(stack.project, PLAN), "utf8")).toContain("apptego:ApiToken::ci");
    const places = [...traces.keys()].join("\n");
    for (const place of [
      /\.pulumi\/stacks\/.*\.json$/m,
      /\.pulumi\/backups\//,
      /\.pulumi\/history\//,
      /calls\.jsonl$/m,
      /plan\.json$/m,
    ])
      expect(places).toMatch(place);
    expect(await readFile(path.join(stack.project, LOG), "utf8")).toContain('"operation":"createApiToken"');
    expect(sandbox.issuedSecrets.length).toBeGreaterThanOrEqual(4);
    expect(leaksOf(traces, credentialsOf(sandbox))).toEqual([]);
  });

  test("is found by this scan wherever a program shows it", async ({ sandbox, startStack }) => {
    const shows = `exports.shown = pulumi.unsecret(ci.tokenSecret);
      exports.header = pulumi.unsecret(ci.authorization);
      exports.escaped = pulumi.unsecret(pipeline.keySecret).apply(encodeURIComponent);`;
    const stack = await startStack({ program: program(shows), tenant: sandbox });
    expect((await stack.up()).exitCode).toBe(0);
    await writeFile(
      path.join(stack.project, "note.txt"),
      `{"t": ${JSON.stringify(sandbox.credentials.tokenSecret)}}`,
    );

    const leaks = leaksOf(await stack.traces(), credentialsOf(sandbox));

    const shown = leaks.map(({ place, form }) => `${form} in ${place.replace(/ of call .*|\/.*/, "")}`);
    expect(shown).toEqual(
      expect.arrayContaining([
        ...["raw in stdout", "URL-encoded in stdout", "base64 of key:secret in stdout"],
        ...["raw in backend", "URL-encoded in backend", "base64 of key:secret in backend"],
        "raw in project",
      ]),
    );
  });

  test("is looked for in every form", () => {
    const credential = { key: "tok", secret: 'a"b/c+d ä=secret' };
    for (const [form, value] of Object.entries(formsOf(credential))) {
      const found = leaksOf(new Map([["here", `<${value}>`]]), [credential]);
      expect(found).toContainEqual({ place: "here", form });
    }
  });
});
