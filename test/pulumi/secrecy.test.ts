import { format } from "node:util";
import { describe, expect, onTestFinished, vi } from "vitest";
import { resourceOf, type ResourceType } from "../../provider/resources";
import { type FaultInput, type Sandbox, startSandbox } from "../../provider/sandbox";
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
