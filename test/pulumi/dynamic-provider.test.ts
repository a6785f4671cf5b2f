import { describe, expect } from "vitest";
import { configurationOf } from "../support/configured";
import { failureOf } from "../support/connection";
import { configureRequest, type Provider, providerOf, revived, TYPES } from "../support/provider";
import { test } from "../support/tenant";

type Outs = Record<string, unknown>;

const PROVIDER = { __provider: "text" };
const nameOf = ({ inputs }: { inputs?: unknown }) => (inputs as Outs)["name"];

async function create(provider: Provider, inputs: Record<string, unknown>) {
  const checked = await provider.check({}, inputs);
  return provider.create({ ...checked.inputs, ...PROVIDER });
}

describe.each(TYPES)("The provider of %s", (type) => {
  test("fails before it is configured, and takes nothing for gone (E10)", async () => {
    const provider = revived(type);
    const attempts = [
      provider.check({}, {}),
      provider.create({}),
      provider.read("1", {}),
      provider.update("1", {}, {}),
      provider.delete("1", {}),
    ];

    for (const attempt of attempts)
      expect(String(await failureOf(attempt))).toContain(
        `The ${type} provider was called before it was configured`,
      );
  });

  test("works from the moment that configure was called, before that is done (E10)", async ({ sandbox }) => {
    const provider = revived(type);
    const configured = provider.configure(configureRequest(configurationOf(sandbox)));
    const read = provider.read("nothing", {});
    await configured;

    expect(await read).toEqual({});
  });

  test("tells in each method what is missing in the configuration", async () => {
    const provider = revived(type);
    await provider.configure(configureRequest({}));

    const failure = await failureOf(provider.read("1", {}));
    expect(String(failure)).toContain("tenantId");
    expect((failure as Error).stack).toBe(""); // the host prints it
    expect(String(await failureOf(provider.delete("1", {})))).toContain("tenantId");
  });

  test("names no property in a failure, since the engine would print its value (E11)", async ({
    sandbox,
  }) => {
    const provider = await providerOf(sandbox, type);
    const { failures = [] } = await provider.check({}, { colour: "red", name: 7, email: 7, groupName: 7 });

    expect(failures.length).toBeGreaterThan(1);
    expect(new Set(failures.map(({ property }) => property))).toEqual(new Set([""]));
  });
});

describe("The provider", () => {
  test("makes saved state of a grant that failed, which a refresh and an update heal (E2, E5)", async ({
    sandbox,
  }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    sandbox.failNext("updateApiTokenPermissions", {
      kind: "reply",
      status: 400,
      body: '{"error":"Not now"}',
    });
    const failure = await failureOf(create(provider, { name: "ci", permissions: ["Builds"] }));
    expect(failure).toMatchObject({
      id: expect.any(String),
      properties: { ...PROVIDER, name: "ci", permissions: [], tokenSecret: expect.any(String) },
      reasons: [expect.stringContaining("Not now")],
    });

    const { id, properties } = failure as { id: string; properties: Record<string, unknown> };
    const { props } = await provider.read(id, properties);
    const { inputs } = await provider.check(properties, { name: "ci", permissions: ["Builds"] });
    expect(await provider.diff(id, props, inputs)).toEqual({ changes: true, replaces: [] });
    const { outs } = await provider.update(id, props, { ...inputs, ...PROVIDER });
    expect(outs).toMatchObject({
      permissions: ["build_applications"],
      tokenSecret: properties["tokenSecret"],
    });
  });

  test("carries its text along when an update fails in part", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "AutomationKey");
    const { id, outs } = await create(provider, { name: "pipeline" });
    sandbox.failNext("updateAutomationKey", { kind: "reply", status: 400, body: '{"error":"Not now"}' });
    const wish = { name: "pipeline", enabled: false, ...PROVIDER };

    expect(await failureOf(provider.update(id, outs, wish))).toMatchObject({
      id,
      properties: { ...PROVIDER, enabled: true, keySecret: (outs as Outs)["keySecret"] },
    });
  });

  test("replaces what is in doubt, the old one first", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "User");

    expect(
      await provider.diff("unresolved:a@acme.test", { email: "a@acme.test" }, { email: "a@acme.test" }),
    ).toEqual({
      changes: true,
      replaces: ["email"],
      deleteBeforeReplace: true,
    });
  });

  test("answers a refresh with live inputs and kept secrets, and without an id where it is gone (E9)", async ({
    sandbox,
  }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { id, outs } = await create(provider, { name: "ci", permissions: ["Builds"] });
    sandbox.portal.setTokenPermissions({ token: "ci", permissions: ["update_certificates"] });
    const live = await provider.read(id, { ...outs, __import: "old" });

    expect(live).toEqual({
      id,
      props: { ...outs, permissions: ["update_certificates"], __import: "old" },
      inputs: { name: "ci", permissions: ["update_certificates"], __import: "old", ...PROVIDER },
    });
  });
});

describe("A state", () => {
  test("says which tenant it belongs to, and another tenant's answers change nothing", async ({
    sandbox,
  }) => {
    const mine = await providerOf(sandbox, "ApiToken");
    const { id, outs } = await create(mine, { name: "ci" });
    const state = { ...outs, __tenant: "00000000000000000000000000000000" };
    const calls = sandbox.calls.all.length;
    const attempts = [
      mine.diff(id, state, { name: "ci" }),
      mine.read(id, state),
      mine.update(id, state, { name: "ci" }),
      mine.delete(id, state),
    ];

    for (const attempt of attempts)
      expect(String(await failureOf(attempt))).toContain(
        "belongs to the tenant 00000000000000000000000000000000",
      );
    expect(sandbox.calls.all.length).toBe(calls);
    expect((outs as Outs)["__tenant"]).toBe(sandbox.credentials.tenantId);
  });

  test("from before the tenant was kept works too", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { id, outs } = await create(provider, { name: "ci" });
    const { __tenant: _new, ...older } = outs as Outs;

    expect((await provider.read(id, older)).id).toBe(id);
    await provider.delete(id, older);
    expect(sandbox.tenant.tokens.filter(({ name }) => name === "ci")).toEqual([]);
  });

  test("and messages keep an input that is a secret to themselves", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "User");
    const email = "hidden.person@acme.test";
    sandbox.failNext("addUser", { kind: "reset", when: "after" });
    sandbox.failNext("getUsers", { kind: "reply", status: 403, body: '{"error":"No"}', skip: 1, count: 99 });
    const failure = await failureOf(create(provider, { email, __secretInputs: ["email"] }));

    const { message, id, reasons } = failure as Error & { id: string; reasons: string[] };
    expect(id).toMatch(/^unresolved:/);
    expect([message, id, ...reasons].join()).not.toContain("hidden.person");
  });
});

describe("The name of a credential that the program leaves out", () => {
  const computed = (name: string, more = {}) => ({ __computedName: name, ...more });

  test("is the computed one, and stays although it would be computed differently now", async ({
    sandbox,
  }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const first = await provider.check({}, computed("ci [pu-0000000001]"));
    const renamed = await provider.check(first.inputs, computed("cd [pu-0000000002]"));

    expect([nameOf(first), nameOf(renamed)]).toEqual(["ci [pu-0000000001]", "ci [pu-0000000001]"]);
  });

  test("is another one when a rotation is asked for, so that both can exist for a while", async ({
    sandbox,
  }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const olds = (await provider.check({}, computed("ci [pu-0000000001]", { rotateOn: { n: "1" } }))).inputs;
    const same = await provider.check(olds, computed("ci [pu-0000000009]", { rotateOn: { n: 1 } }));
    const news = await provider.check(olds, computed("ci [pu-0000000002]", { rotateOn: { n: 2 } }));

    expect(await provider.diff("1", olds, same.inputs)).toEqual({ changes: false, replaces: [] });
    expect(nameOf(news)).toBe("ci [pu-0000000002]");
    expect(await provider.diff("1", olds, news.inputs)).toEqual({
      changes: true,
      replaces: ["name", "rotateOn"],
    });
  });

  test("that the state holds is nobody's leftover", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const wish = computed("ci [pu-0000000001]");
    const first = await create(provider, wish);
    await provider.check({ name: (first.outs as Outs)["name"] }, wish);
    const second = await create(provider, wish);

    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual(
      expect.arrayContaining([first.id, second.id]),
    );
  });
});
