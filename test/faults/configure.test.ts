import { describe, expect } from "vitest";
import { configurationOf } from "../support/configured";
import { createGate, type Gate } from "../support/gate";
import { checked, configureRequest, EXAMPLES, type Provider, revived, TYPES } from "../support/provider";
import { test as base } from "../support/tenant";
import type { Sandbox, SandboxOptions } from "../../provider/sandbox";

const test = base.extend<{ gate: Gate; sandboxOptions: SandboxOptions }>({
  gate: async ({}, use) => {
    await use(createGate());
  },
  sandboxOptions: async ({ gate }, use) => {
    await use({ wait: gate.wait });
  },
});

type Properties = Record<string, unknown>;
interface Made {
  readonly type: (typeof TYPES)[number];
  readonly id: string;
  readonly state: Properties;
}

/** What of an example is the object's own: two objects of a type differ in it. */
const OWN = {
  ApiToken: "name",
  AutomationKey: "name",
  User: "email",
  SamlGroupMapping: "groupName",
} as const;

function inputsOf(type: Made["type"], at: number): Properties {
  const first: Properties = { ...EXAMPLES[type].first };
  return { ...checked(type, { ...first, [OWN[type]]: `${String(at)}${String(first[OWN[type]])}` }) };
}

/** The providers of a process, whose configuration is under way when the engine calls them already (E10). */
function providersOf(configuration: Parameters<Provider["configure"]>[0]) {
  const providers = new Map(TYPES.map((type) => [type, revived(type)] as const));
  const configured = [...providers.values()].map((provider) => provider.configure(configuration));
  const of = (type: Made["type"]) => providers.get(type) ?? revived(type);
  return { of, configured: Promise.allSettled(configured) };
}

/** Eight resources, two of each type. */
async function eight(sandbox: Sandbox): Promise<Made[]> {
  const { of } = providersOf(configureRequest({ ...configurationOf(sandbox), "apptego:integration": "a" }));
  const work = TYPES.flatMap((type) =>
    [1, 2].map(async (at): Promise<Made> => {
      const { id, outs } = await of(type).create(inputsOf(type, at));
      return { type, id, state: outs as Properties };
    }),
  );
  const made = await Promise.all(work);
  sandbox.calls.clear();
  return made;
}

const changed = ({ type, state }: Made): Properties => ({
  ...EXAMPLES[type].changed,
  [OWN[type]]: state[OWN[type]],
});
const COMMANDS: Readonly<Record<string, (provider: Provider, made: Made) => Promise<unknown>>> = {
  "a refresh, read": async (provider, { id, state }) => provider.read(id, state),
  "an up, update": async (provider, made) =>
    provider.update(made.id, made.state, checked(made.type, changed(made))),
  "a destroy, delete": async (provider, { id, state }) => provider.delete(id, state),
};

const LISTS = ["getApiTokens", "getUsers", "getSamlGroupMappings", "getAutomationKeys"];
const MOST_LISTS = 2; // one before the writes, and one after them where that is asked for

describe.each(Object.keys(COMMANDS))("F46: eight resources at once, %s", (command) => {
  const does = COMMANDS[command] ?? (async () => Promise.resolve());
  const content = ({ tenant }: Sandbox) => [tenant.tokens, tenant.users, tenant.mappings, tenant.keys];

  test("wait for a configuration that is under way and for a slow server, and all go well", async ({
    sandbox,
    gate,
  }) => {
    const made = await eight(sandbox);
    sandbox.faults.add({ kind: "latency", ms: 50 });
    const settings = { ...configurationOf(sandbox), "apptego:integration": command };
    const { of, configured } = providersOf(configureRequest(settings));
    const work = Promise.allSettled(made.map(async (one) => does(of(one.type), one)));
    await gate.held(1);
    gate.open();
    await configured;
    const done = await work;

    expect(done.filter(({ status }) => status === "rejected")).toEqual([]);
    if (command.endsWith("read"))
      expect(done.map((one) => one.status === "fulfilled" && (one.value as { id?: string }).id)).toEqual(
        made.map(({ id }) => id),
      );
    for (const list of LISTS)
      expect(sandbox.calls.operations().filter((name) => name === list).length).toBeLessThanOrEqual(
        MOST_LISTS,
      );
    expect(sandbox.calls.all.filter(({ status }) => status === 401)).toEqual([]);
    expect(sandbox.calls.maxInFlight()).toBeLessThanOrEqual(4);
  });

  test.for([
    ["lacks what is needed", configureRequest({}), /apptego:tenantId/],
    [
      "fails",
      {
        config: {
          get: () => {
            throw new Error("The host can't decrypt it.");
          },
          require: () => "",
        },
      },
      /called before it was configured/,
    ],
  ] as const)(
    "are eight errors where the configuration %s: nothing is called, changed or taken for gone",
    async ([, configuration, says], { sandbox }) => {
      const made = await eight(sandbox);
      const before = content(sandbox);
      const { of, configured } = providersOf(configuration);
      const done = await Promise.allSettled(made.map(async (one) => does(of(one.type), one)));
      await configured;

      expect(done).toHaveLength(8);
      for (const one of done) expect(one.status === "rejected" && String(one.reason)).toMatch(says);
      expect(sandbox.calls.all).toEqual([]);
      expect(content(sandbox)).toEqual(before);
    },
  );
});
