import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { z } from "zod";
import { apptego, nextLine, startApptego } from "../support/apptego";
import { scratchFile, scratchFolder } from "../support/connection";
import { ask } from "../support/sandbox-call";
import { test } from "../support/tenant";

const Started = z.object({
  ...{ url: z.string(), healthUrl: z.string(), tenantId: z.string() },
  ...{ tokenKey: z.string(), tokenSecret: z.string(), authorization: z.string() },
});

/** Starts a sandbox on a free port, and reads its one line. */
async function start(...args: string[]) {
  const child = startApptego("sandbox", "--port", "0", "--json", ...args);
  const { url, healthUrl, ...credentials } = Started.parse(JSON.parse(await nextLine(child)));
  return { child, healthUrl, sandbox: { url, credentials } };
}

describe("apptego sandbox", () => {
  test.for(["SIGINT", "SIGTERM"] as const)("answers until %s, and ends well", async (signal) => {
    const { child, sandbox, healthUrl } = await start("--plan", "TEAM");

    expect(await (await fetch(healthUrl)).json()).toEqual({ status: "ok" });
    expect(await ask(sandbox, "getSubscription")).toMatchObject({ body: { subscription: "TEAM" } });

    child.kill(signal);
    expect(await child).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("starts with a seed", async () => {
    const seed = "tokens:\n  - { name: mine, permissions: [Users & API Management], key: k, secret: s }\n";
    const { sandbox } = await start("--seed", scratchFile("seed.yaml", seed));

    expect(sandbox.credentials).toMatchObject({ tokenKey: "k", tokenSecret: "s" });
    expect(await ask(sandbox, "getApiTokens")).toMatchObject({ body: { api_tokens: [{ name: "mine" }] } });
  });

  test("keeps state and credentials over a restart", async () => {
    const folder = scratchFolder();
    const files = ["--state", join(folder, "state.json"), "--credentials-file", join(folder, "me.json")];
    const first = await start(...files);
    await ask(first.sandbox, "createApiToken", { name: "ci" });
    first.child.kill("SIGTERM");
    await first.child;

    const second = await start(...files);

    expect(second.sandbox.credentials).toEqual(first.sandbox.credentials);
    expect(await ask(second.sandbox, "getApiTokens")).toMatchObject({
      body: { api_tokens: [{ name: "sandbox" }, { name: "ci" }] },
    });
    expect(statSync(join(folder, "me.json")).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(folder, "me.json"), "utf8"))).toEqual({
      url: second.sandbox.url,
      ...second.sandbox.credentials,
    });
  });

  test("plays a corrected contract", async () => {
    const file = scratchFile("contract.yaml", "operations:\n  getUsers: { path: people }\n");
    const { sandbox } = await start("--contract", file);
    const { authorization, tenantId: tenant } = sandbox.credentials;

    const response = await fetch(`${sandbox.url}/people`, { headers: { authorization, tenant } });
    expect(response.status).toBe(200);
  });

  test("says in one line that the port is taken", async ({ sandbox }) => {
    const { port } = new URL(sandbox.url);

    expect(await apptego("sandbox", "--port", port)).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `apptego: Listening on 127.0.0.1:${port}: it is taken: name another with --port, or 0 for a free one.`,
    });
  });

  test("says where a seed is wrong, and starts nothing", async () => {
    const file = scratchFile("seed.yaml", "users:\n  - email: alice\n");
    const state = join(scratchFolder(), "state.json");

    expect(await apptego("sandbox", "--port", "0", "--seed", file, "--state", state)).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `apptego: ${file}:2:12: users.0.email: isn't an e-mail address`,
    });
    expect(existsSync(state)).toBe(false);
  });

  test("says that a state goes on where a plan is given too", async () => {
    const state = join(scratchFolder(), "state.json");
    const first = await start("--state", state);
    first.child.kill("SIGTERM");
    await first.child;
    const { child, sandbox } = await start("--state", state, "--plan", "FREE");

    expect(await ask(sandbox, "getSubscription")).toMatchObject({ body: { subscription: "ENTERPRISE" } });
    child.kill("SIGTERM");
    expect((await child).stderr).toContain(`${state} goes on as it is`);
  });

  test("plays the limits of its contract file", async () => {
    const file = scratchFile("contract.yaml", "limits: { automationKeys: 1 }\n");
    const { sandbox } = await start("--contract", file);

    expect(await ask(sandbox, "createAutomationKey", { name: "one" })).toMatchObject({ status: 200 });
    expect(await ask(sandbox, "createAutomationKey", { name: "two" })).toMatchObject({ status: 400 });
  });

  test("says that a state file is none", async () => {
    const file = scratchFile("state.json", "{}");

    expect(await apptego("sandbox", "--port", "0", "--state", file)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`${file}: it isn't the state of a sandbox.`),
    });
  });
});
