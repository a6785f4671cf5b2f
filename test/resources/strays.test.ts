import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { spanOf, spanToKeep } from "../../provider/resources/strays";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test } from "../support/tenant";

const START = Date.parse("2020-01-01T00:00:00Z"); // far from this machine's clock, which must not count
const SECOND_MS = 1_000;

describe.each(KINDS)("What an attempt for an $type left", ({ type, create, remove, wish, add, named }) => {
  const resource = resourceOf(type);
  const time = { now: START };
  test.override({ sandboxOptions: { clock: () => time.now } });
  test.beforeEach(() => {
    time.now = START;
  });
  const marker = (name: string, until?: number) => ({
    ...wish,
    ...{ name, others: [], unresolved: true, since: new Date(START).toISOString() },
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  });

  test("is deleted, and told, also when it was done late", async ({ tenant, sandbox, told }) => {
    time.now = START + 100 * SECOND_MS;
    add(sandbox, "ci");
    const [stray = ""] = named(sandbox, "ci");
    await resource.delete(tenant, "unresolved:ci", marker("ci", START + 10 * SECOND_MS));

    expect(named(sandbox, "ci")).toEqual([]);
    expect(told).toEqual([expect.stringMatching(new RegExp(`${stray}.*was deleted`))]);
  });

  test("isn't one of the given name that somebody made days later", async ({ tenant, sandbox, told }) => {
    sandbox.failNext(create, { kind: "reset", count: 3 });
    const failure = await failureOf(resource.create(tenant, { ...wish, name: "ci" }));
    const { id, state } = (failure as { created: { id: string; state: Record<string, unknown> } }).created;
    time.now += 2 * 24 * 3_600 * SECOND_MS;
    add(sandbox, "ci");
    const [person = ""] = named(sandbox, "ci");
    await resource.delete(tenant, id, state);

    expect(named(sandbox, "ci")).toEqual([person]);
    expect([told, sandbox.calls.count(remove)]).toEqual([[], 0]);
    expect(String(await failureOf(resource.create(tenant, { ...wish, name: "ci" })))).toContain(person);
  });

  test("is named, and stays, where an older state doesn't tell when the attempt ended", async ({
    tenant,
    sandbox,
  }) => {
    add(sandbox, "ci");
    const [stray = ""] = named(sandbox, "ci");
    const failure = await failureOf(resource.delete(tenant, "unresolved:ci", marker("ci")));

    expect(String(failure)).toContain(stray);
    expect(named(sandbox, "ci")).toEqual([stray]);
  });
});

describe("The span of an attempt", () => {
  test.for([
    { since: new Date(START), until: new Date(START + 1) },
    { since: undefined, until: new Date(START) },
    { since: undefined, until: undefined },
  ])("is kept as far as it is known: %j", (span) => {
    expect(spanOf(spanToKeep(span))).toEqual(span);
  });
});

describe("What an attempt for a token of a computed name left", () => {
  const NAME = "ci [pu-0123456789]";
  const token = resourceOf("ApiToken");
  test.override({ sandboxOptions: { clock: () => START } });

  test.for([
    ["a person gave it a permission", false],
    ["AppTego gives each token one that nobody knows", true],
  ] as const)("goes though %s", async ([, isUnknown], { tenant, sandbox, api, connection, clock }) => {
    await tenant.users.baseline();
    sandbox.failNext("createApiToken", { kind: "reset", when: "after", count: 1 });
    sandbox.failNext("getApiTokens", {
      kind: "reply",
      status: 403,
      body: '{"error":"No"}',
      skip: 1,
      count: 1,
    });
    const failure = await failureOf(token.create(tenant, { name: NAME, permissions: [] }));
    const { id, state } = (failure as { created: { id: string; state: Record<string, unknown> } }).created;
    const [stray = ""] = sandbox.tenant.tokens
      .filter(({ name }) => name === NAME)
      .map(({ tokenKey }) => tokenKey);
    if (isUnknown) sandbox.failNext("getApiTokens", { kind: "unknownPermission", rate: 1 });
    else sandbox.portal.setTokenPermissions({ token: stray, permissions: ["build_applications"] });
    const next = openTenant(api, connection, { wait: tenant.wait, clock, tell: () => undefined });
    await token.delete(next, id, state);

    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).not.toContain(stray);
  });
});

test("What an attempt left is never the token in use, whatever its name", async ({
  sandbox,
  api,
  connection,
  clock,
}) => {
  const name = "ci [pu-0123456789]";
  const { token_key: tokenKey } = await api.createApiToken({ name });
  const tenant = openTenant(api, { ...connection, tokenKey }, { wait: () => Promise.resolve(), clock });
  const marker = { name, permissions: [], others: [], unresolved: true, lostCalls: 1 };
  await resourceOf("ApiToken").delete(tenant, "unresolved:ci", marker);

  expect(sandbox.tenant.tokens.map((token) => token.tokenKey)).toContain(tokenKey);
});
