import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import type { Call, FaultInput, Sandbox, SandboxOptions } from "../../provider/sandbox";
import { createGate, type Gate } from "../support/gate";
import { type HeardUp, processesOf, startHeard } from "../support/heard-up";
import { NOTHING, opensAutomation, opensTenant, type Story, test as base, type Wish } from "../support/story";

const test = base.extend<{ gate: Gate; sandboxOptions: SandboxOptions }>({
  gate: async ({}, use) => {
    await use(createGate());
  },
  sandboxOptions: async ({ gate }, use) => {
    await use({ wait: gate.wait });
  },
});

/** After the first three the engine waits for what it began, and saves it; after the others it waits for nothing. */
type Interrupt = "SIGINT" | "SIGTERM" | "SIGTERM to every process" | "SIGINT twice" | "SIGKILL";

async function interrupt(up: HeardUp, how: Interrupt): Promise<void> {
  if (how === "SIGKILL") {
    up.kill(how);
    await up.ended;
    return;
  }
  const signal = how === "SIGINT twice" ? "SIGINT" : how === "SIGTERM" ? how : "SIGINT";
  if (how === "SIGTERM to every process") await toAll(up, "TERM");
  else up.kill(signal);
  await up.says(/received; cancelling/);
  if (how !== "SIGINT twice") return;
  up.kill(signal);
  await up.ended;
}

/** As service and CI systems end a job. */
async function toAll(up: HeardUp, signal: string): Promise<void> {
  const processes = await processesOf(up);
  expect(processes.length).toBeGreaterThan(2);
  await execa("kill", [`-${signal}`, ...processes]);
}

/** Where creates are held, one resource a point, all at once: four calls, as many as the provider makes at a time. */
const PLACES: Record<string, { readonly wish: Wish; readonly faults: readonly FaultInput[] }> = {
  "credentials: before the POST, after it, before the grant, after it": {
    wish: {
      a: { type: "ApiToken", args: { permissions: ["Builds"] } },
      b: { type: "ApiToken", args: { permissions: ["Builds"] } },
      c: { type: "ApiToken", args: { permissions: ["Builds"] } },
      d: { type: "AutomationKey" },
    },
    faults: [
      { operation: "getAutomationKeys", kind: "latency", ms: 1, count: 1 },
      { operation: "createApiToken", kind: "drip", skip: 2 }, // the last, as posts of a kind wait for each other
      { operation: "updateApiTokenPermissions", kind: "latency", ms: 1, count: 1 },
      { operation: "updateApiTokenPermissions", kind: "drip", skip: 1 },
    ],
  },
  "people: after the POST, before the grant, after it; a key: after the POST": {
    wish: {
      alice: { type: "User", args: { email: "alice@acme.test", permissions: ["Builds"] } },
      bob: { type: "User", args: { email: "bob@acme.test", permissions: ["Builds"] } },
      carol: { type: "User", args: { email: "carol@acme.test", permissions: ["Builds"] } },
      pipeline: { type: "AutomationKey" },
    },
    faults: [
      { operation: "addUser", kind: "drip", skip: 2 },
      { operation: "updateUserPermissions", kind: "latency", ms: 1, count: 1 },
      { operation: "updateUserPermissions", kind: "drip", skip: 1 },
      { operation: "createAutomationKey", kind: "drip" },
    ],
  },
};
const HELD = 4;

/** The tenant holds what the program declares and nothing else, the state holds secrets that work, and a second up writes nothing. */
async function isWhole({ stack, state }: Story, sandbox: Sandbox, wish: Wish): Promise<void> {
  const resources = await state();
  const idsOf = (type: string) =>
    Object.entries(wish).flatMap(([name, entry]) => (entry.type === type ? [resources[name]?.id] : []));
  const { tokens, keys, users } = sandbox.tenant;
  const others = [sandbox.credentials.tokenKey];
  const live = tokens.map(({ tokenKey }) => tokenKey).filter((key) => !others.includes(key));
  expect(live.sort()).toEqual(idsOf("ApiToken").sort());
  expect(keys.map(({ keyId }) => keyId).sort()).toEqual(idsOf("AutomationKey").sort());
  expect(
    users
      .filter(({ owner }) => !owner)
      .map(({ userId }) => userId)
      .sort(),
  ).toEqual(idsOf("User").sort());
  expect(sandbox.invitations).toHaveLength(idsOf("User").length);
  for (const [name, { type }] of Object.entries(wish)) {
    const outputs = resources[name]?.outputs ?? {};
    if (type === "ApiToken") expect(await opensTenant(sandbox, outputs)).toBe(true);
    if (type === "AutomationKey") expect(await opensAutomation(sandbox, outputs["authorization"])).toBe(true);
    if (type !== "AutomationKey") expect(outputs["permissions"]).toEqual(["build_applications"]);
  }
  sandbox.calls.clear();
  const again = await stack.up();
  expect(again, again.stdout).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
  expect(sandbox.calls.writes()).toEqual([]);
}

const [CREDENTIALS = "", PEOPLE = ""] = Object.keys(PLACES);

describe.concurrent("An up that is interrupted", () => {
  // The first, as most of it is the engine's own patience, which the others can use.
  test("while its state can't be written is made good by the next up", async ({
    sandbox,
    startStory,
    gate,
    onTestFinished,
  }) => {
    const { wish, faults } = Object.values(PLACES)[0] ?? { wish: {}, faults: [] };
    const story = await startStory(wish);
    for (const fault of faults) sandbox.faults.add(fault);
    const up = startHeard(story.stack, onTestFinished);
    await gate.held(HELD);
    const saved = path.join(story.stack.backend, ".pulumi", "stacks", "engine-test", "dev.json");
    // A folder in the place of the file: permissions don't hold for root, who runs many CI jobs.
    await rename(saved, `${saved}.away`);
    await mkdir(path.join(saved, "in the way"), { recursive: true });
    gate.open();
    await interrupt(up, "SIGINT twice"); // the engine would try for half a minute to save each step
    await rm(saved, { recursive: true });
    await rename(`${saved}.away`, saved);
    await story.stack.pulumi(["cancel", "--yes"]);
    const { exitCode, stdout, stderr } = await story.stack.up();
    expect(exitCode, stdout + stderr).toBe(0);
    await isWhole(story, sandbox, wish);
  });

  test.for([
    ["SIGINT", CREDENTIALS],
    ["SIGTERM", PEOPLE],
    ["SIGTERM to every process", CREDENTIALS],
  ] as const)(
    "by %s ends with all saved that was begun: %s",
    async ([how, place], { sandbox, startStory, gate, onTestFinished }) => {
      const { wish, faults } = PLACES[place] ?? { wish: {}, faults: [] };
      const story = await startStory(wish);
      for (const fault of faults) sandbox.faults.add(fault);
      const up = startHeard(story.stack, onTestFinished);
      await gate.held(HELD);
      await interrupt(up, how);
      gate.open();

      const { exitCode, stdout, stderr } = await up.ended;
      expect(exitCode, stdout + stderr).not.toBe(0);
      await isWhole(story, sandbox, wish);
    },
  );

  test.for([
    ["SIGINT twice", CREDENTIALS],
    ["SIGINT twice", PEOPLE],
    ["SIGKILL", CREDENTIALS],
    ["SIGKILL", PEOPLE],
  ] as const)(
    "by %s is made good by the next up, and its provider writes no more: %s",
    async ([how, place], { sandbox, startStory, gate, onTestFinished }) => {
      const { wish, faults } = PLACES[place] ?? { wish: {}, faults: [] };
      const story = await startStory(wish);
      for (const fault of faults) sandbox.faults.add(fault);
      const up = startHeard(story.stack, onTestFinished);
      await gate.held(HELD);
      const begun = [...sandbox.calls.writes()];
      await interrupt(up, how);
      gate.open();

      expect(await story.stack.pulumi(["cancel", "--yes"])).toMatchObject({ exitCode: 0 });
      const { exitCode, stdout, stderr } = await story.stack.up();
      expect(exitCode, stdout + stderr).toBe(0);
      const posts = sandbox.calls.writes().filter(isPost);
      const later = sandbox.calls.writes().filter((call) => !begun.includes(call));
      const lost = begun.filter(isPost).map(({ id }) => id);
      const sentOn = later.filter(
        ({ operation, id }) => operation === "updateApiTokenPermissions" && lost.includes(id),
      );
      expect(sentOn, "calls for tokens of the run that was ended").toEqual([]);
      expect(posts.filter(({ operation }) => operation === "addUser").length).toBe(
        sandbox.invitations.length,
      );
      if ("d" in wish) expect(posts.filter(isKeyPost)).toHaveLength(1); // the one of the second run
      await isWhole(story, sandbox, wish);
    },
  );
});

function isPost({ operation }: Call): boolean {
  return /^(create|add)/.test(operation);
}

function isKeyPost({ operation }: Call): boolean {
  return operation === "createAutomationKey";
}
