import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { expect } from "vitest";
import type { FaultInput, Sandbox, SandboxOptions } from "../../provider/sandbox";
import { createGate, type Gate } from "./gate";
import { type HeardUp, processesOf } from "./heard-up";
import { checked } from "./provider";
import { NOTHING, opensAutomation, opensTenant, type Story, test as base, type Wish } from "./story";

/** vitest's `test` with stories whose sandbox holds calls back at a gate. */
export const test = base.extend<{ gate: Gate; sandboxOptions: SandboxOptions }>({
  gate: async ({}, use) => {
    await use(createGate());
  },
  sandboxOptions: async ({ gate }, use) => {
    await use({ wait: gate.wait });
  },
});

/** Where calls of an `up` are held, all at once; at most four, as many as the provider makes at a time. */
export interface Place {
  readonly wish: Wish;
  readonly faults: readonly FaultInput[];
  /** How many calls. */
  readonly held: number;
}

/** A person and a mapping, whose POSTs are done and not answered. */
export const MAPPING: Place = {
  wish: {
    alice: { type: "User", args: { email: "alice@acme.test", permissions: ["Builds"] } },
    developers: { type: "SamlGroupMapping", args: { groupName: "developers", permissions: ["Builds"] } },
  },
  faults: [
    { operation: "addUser", kind: "drip" },
    { operation: "createSamlGroupMapping", kind: "drip" },
  ],
  held: 2,
};

/** After the first three the engine waits for what it began, and saves it; after the others it waits for nothing. */
export type Interrupt =
  "SIGINT" | "SIGTERM" | "SIGTERM to every process" | "SIGINT twice" | "SIGTERM twice" | "SIGKILL";

/** Ends an `up`: it is over where the engine waits for nothing. */
export async function interrupt(up: HeardUp, how: Interrupt): Promise<void> {
  if (how === "SIGKILL") {
    up.kill(how);
    await up.ended;
    return;
  }
  const signal = how.startsWith("SIGTERM") ? "SIGTERM" : "SIGINT";
  if (how === "SIGTERM to every process") await toAll(up, "TERM");
  else up.kill(signal);
  await up.says(/received; cancelling/);
  if (!how.endsWith("twice")) return;
  up.kill(signal);
  await up.ended;
}

/** As service and CI systems end a job. */
async function toAll(up: HeardUp, signal: string): Promise<void> {
  const processes = await processesOf(up);
  expect(processes.length).toBeGreaterThan(2);
  await execa("kill", [`-${signal}`, ...processes]);
}

/** Does something while the engine can't write a stack's state. */
export async function withoutState({ stack }: Story, work: () => Promise<void>): Promise<void> {
  const saved = path.join(stack.backend, ".pulumi", "stacks", "engine-test", "dev.json");
  // A folder in the place of the file: permissions don't hold for root, who runs many CI jobs.
  await rename(saved, `${saved}.away`);
  await mkdir(path.join(saved, "in the way"), { recursive: true });
  await work();
  await rm(saved, { recursive: true });
  await rename(`${saved}.away`, saved);
}

const usersOf = (wish: Wish) => Object.values(wish).filter(({ type }) => type === "User").length;

/** The tenant holds what the program declares and nothing else, the state holds secrets that work, and a second up writes nothing. */
export async function isWhole(
  { stack, state }: Story,
  sandbox: Sandbox,
  wish: Wish,
  invitations = usersOf(wish),
): Promise<void> {
  const resources = await state();
  const entries = Object.entries(wish);
  const idsOf = (type: string) =>
    entries.flatMap(([name, entry]) => (entry.type === type ? [resources[name]?.id] : [])).sort();
  const { tokens, keys, users, mappings } = sandbox.tenant;
  const own = sandbox.credentials.tokenKey;
  expect({
    tokens: tokens.flatMap(({ tokenKey }) => (tokenKey === own ? [] : [tokenKey])).sort(),
    keys: keys.map(({ keyId }) => keyId).sort(),
    users: users.flatMap(({ owner, userId }) => (owner ? [] : [userId])).sort(),
    mappings: mappings.map(({ mappingId }) => mappingId).sort(),
  }).toEqual({
    tokens: idsOf("ApiToken"),
    keys: idsOf("AutomationKey"),
    users: idsOf("User"),
    mappings: idsOf("SamlGroupMapping"),
  });
  expect(sandbox.invitations).toHaveLength(invitations);
  for (const [name, { type, args = {} }] of entries) {
    const { outputs = {} } = resources[name] ?? {};
    const isCredential = type === "ApiToken" || type === "AutomationKey";
    const { permissions, enabled = true } = checked(type, { ...(isCredential && { name }), ...args });
    if (type === "ApiToken") expect(await opensTenant(sandbox, outputs)).toBe(true);
    if (type === "AutomationKey")
      expect(await opensAutomation(sandbox, outputs["authorization"])).toBe(enabled); // a disabled one is refused
    if (type === "AutomationKey") expect(outputs["enabled"]).toBe(enabled);
    else expect(outputs["permissions"]).toEqual(permissions);
  }
  sandbox.calls.clear();
  const again = await stack.up();
  const same = entries.length + 1; // and the stack itself
  expect(again, again.stdout).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same } });
  expect(sandbox.calls.writes()).toEqual([]);
}
