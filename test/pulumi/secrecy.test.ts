import { format } from "node:util";
import { describe, expect, onTestFinished, vi } from "vitest";
import { redactor } from "../../provider/api/redact";
import { learnSecretInputs, secretInputsOf } from "../../provider/pulumi/secrecy";
import { resourceOf, type ResourceType } from "../../provider/resources";
import { type FaultInput, type Sandbox, startSandbox } from "../../provider/sandbox";
import { UNKNOWN } from "../../provider/resources/unknown";
import { failureOf } from "../support/connection";
import { leaksOf } from "../support/leak-scan";
import { EXAMPLES, type Provider, providerOf, TYPES } from "../support/provider";
import { test as base } from "../support/tenant";

type Properties = Record<string, unknown>;

const LEVELS = ["debug", "error", "info", "log", "trace", "warn"] as const;

/** `output` collects all that this process prints while a test runs. */
const test = base.extend<{ output: string[] }>({
  output: async ({}, use) => {
    const printed: string[] = [];
    const write = (chunk: string | Uint8Array) => printed.push(Buffer.from(chunk).toString()) > 0;
    const spies = [
      ...LEVELS.map((level) =>
        vi.spyOn(console, level).mockImplementation((...values) => void printed.push(format(...values))),
      ),
      ...[process.stdout, process.stderr].map((stream) =>
        vi.spyOn(stream, "write").mockImplementation(write),
      ),
    ];
    await use(printed);
    for (const spy of spies) spy.mockRestore();
  },
});

async function create(provider: Provider, wish: Properties) {
  const { inputs } = await provider.check({}, wish);
  return provider.create({ ...inputs, __provider: "text" });
}

/** Where a text shows a secret that the sandbox issued, or that leads to it. */
function leaks(sandbox: Sandbox, traces: Readonly<Record<string, unknown>>) {
  const { tokenKey: key, tokenSecret: secret } = sandbox.credentials;
  const credentials = [{ key, secret }, ...sandbox.issuedSecrets.map((issued) => ({ secret: issued }))];
  const texts = Object.entries(traces).map(([place, value]): [string, string] => [
    place,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return leaksOf(new Map(texts), credentials);
}

/** What the engine would keep in plain text. */
function plain(type: ResourceType, properties: Properties): Properties {
  const { secrets } = resourceOf(type);
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !secrets.includes(name)));
}

describe.each(TYPES)("%s in the engine's hands", (type) => {
  const { first, changed } = EXAMPLES[type];

  test("has its secrets in the outputs that are marked, and nowhere else", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, type);
    const { id, outs } = await create(provider, first);
    const { props = {}, inputs } = await provider.read(id, outs as Properties);
    const checked = await provider.check(props, changed);
    const updated = await provider.update(id, props, { ...checked.inputs, __provider: "text" });

    for (const name of resourceOf(type).secrets) expect(outs).toHaveProperty(name, expect.any(String));
    expect(
      leaks(sandbox, {
        id,
        created: plain(type, outs as Properties),
        read: plain(type, props as Properties),
        inputs,
        checked,
        updated: plain(type, updated.outs as Properties),
      }),
    ).toEqual([]);
  });
});

/** Each makes an ApiToken fail, some with its secret already issued. */
const FAILURES: readonly (readonly [string, FaultInput & { readonly operation: string }])[] = [
  ["a lost reply", { operation: "createApiToken", kind: "reset", when: "after" }],
  ["a reply that is cut off", { operation: "createApiToken", kind: "truncated" }],
  ["a reply of an unknown shape", { operation: "createApiToken", kind: "withoutField", field: "token_key" }],
  ["a page instead of the reply", { operation: "createApiToken", kind: "page", when: "after" }],
  ["its header in the refusal", { operation: "createApiToken", kind: "echo" }],
  [
    "a grant that is refused",
    { operation: "updateApiTokenPermissions", kind: "reply", status: 400, body: "{}" },
  ],
  ["a grant that fails", { operation: "updateApiTokenPermissions", kind: "serverError", count: 9 }],
  ["a grant that tells the header", { operation: "updateApiTokenPermissions", kind: "echo", count: 9 }],
];

/** Creates a token while the sandbox fails; what the engine would be told, and what it was. */
async function failing({ operation, ...fault }: FaultInput & { readonly operation: string }) {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const provider = await providerOf(sandbox, "ApiToken");
  sandbox.failNext(operation, fault);
  sandbox.failNext("getApiTokens", { kind: "reply", status: 400, body: "{}", skip: 1, count: 99 });
  const failure = (await failureOf(create(provider, EXAMPLES.ApiToken.first))) as Error & {
    reasons?: string[];
    properties?: Properties;
  };
  return { sandbox, failure };
}

describe("A create that fails", () => {
  test("prints no secret and tells none, whatever it is that fails", async ({ output }) => {
    const ended = await Promise.all(
      FAILURES.map(async ([title, fault]) => ({ title, ...(await failing(fault)) })),
    );

    for (const { title, sandbox, failure } of ended) {
      expect(failure, title).toMatchObject({ id: expect.any(String), properties: { name: "ci" } });
      const { message, stack = "", reasons = [], properties = {} } = failure;
      const kept = plain("ApiToken", properties);
      const told = { output: output.join("\n"), message, stack, reasons, kept };
      expect(leaks(sandbox, told), title).toEqual([]);
    }
  });

  const grants = FAILURES.filter(([, { operation }]) => operation === "updateApiTokenPermissions");

  test.for(grants)("keeps the secret where it is encrypted, and there alone, after %s", async ([, fault]) => {
    const { sandbox, failure } = await failing(fault);

    expect(leaks(sandbox, failure.properties ?? {})).toContainEqual({ place: "tokenSecret", form: "raw" });
    expect(leaks(sandbox, plain("ApiToken", failure.properties ?? {}))).toEqual([]);
  });
});

describe("An input that the program made a secret", () => {
  const SECRET = { __secretInputs: ["email"] };

  test("isn't printed by a warning about it, nor told by a failure of another resource", async ({
    output,
  }) => {
    await using sandbox = await startSandbox({
      seed: {
        users: [
          { email: "owner@acme.test", owner: true },
          { email: "Hidden.One@acme.test", permissions: ["user_and_api_management"] },
          { email: "hidden.two@acme.test" },
        ],
      },
      rules: { guardsAdministration: false },
    });
    const user = (email: string) => {
      const { userId, permissions } = sandbox.tenant.users.find((listed) => listed.email === email) ?? {};
      const known = { userId, status: "active", owner: false, adopted: true };
      const state: Properties = { ...SECRET, email: email.toLowerCase(), permissions, ...known };
      return { id: userId ?? "", state };
    };
    const one = user("Hidden.One@acme.test");
    const two = user("hidden.two@acme.test");
    const provider = await providerOf(sandbox, "User");
    const wish = { ...SECRET, email: one.state["email"], permissions: [] };

    await provider.diff(one.id, one.state, (await provider.check(one.state, wish)).inputs);
    const given = { ...SECRET, email: "HIDDEN.two@acme.test", permissions: ["Users & API Management"] };
    const { inputs } = await provider.check(two.state, given);
    await provider.diff(two.id, { ...two.state, permissions: ["user_and_api_management"] }, inputs);
    const failure = await failureOf(
      provider.diff(one.id, { ...one.state, __secretInputs: undefined }, { ...wish, __secretInputs: [] }),
    );

    const told = `${output.join("")} ${String(failure)}`;
    expect(told).toContain("Taking Users & API Management from the user [secret email]");
    expect(told.toLowerCase()).not.toContain("hidden");
  });

  test("is learned by its texts, also in maps, and but for those that everybody may read", () => {
    const properties = {
      name: "kept-quiet",
      rotateOn: { seen: "in-a-log", unknown: UNKNOWN },
      permissions: ["Builds"],
      other: "not-a-secret",
      __secretInputs: ["name", "rotateOn", "permissions", 1],
    };
    learnSecretInputs(properties);

    expect([...secretInputsOf(properties)]).toEqual(["name", "rotateOn", "permissions"]);
    expect(redactor.clean(`kept-quiet in-a-log Builds not-a-secret ${UNKNOWN}`)).toBe(
      `[secret name] [secret] Builds not-a-secret ${UNKNOWN}`,
    );
  });
});
