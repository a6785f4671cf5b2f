import { describe, expect } from "vitest";
import { AppTegoError } from "../../provider/api/errors";
import { findOrProveGone } from "../../provider/resources/gone";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { checked, EXAMPLES, providerOf } from "../support/provider";
import { test } from "../support/tenant";

const LISTS = [
  ["getApiTokens", "api_tokens"],
  ["getUsers", "users"],
  ["getSamlGroupMappings", "mappings"],
  ["getAutomationKeys", "automation_keys"],
] as const;

describe("Gone", () => {
  test("is what two lists lack while the credential opens the tenant", async ({ tenant, sandbox }) => {
    expect(await findOrProveGone(tenant, tenant.keys, () => false)).toBeUndefined();
    const [list, tokens] = ["getAutomationKeys", "getApiTokens"];
    expect(sandbox.calls.operations()).toEqual([list, "getSubscription", tokens, list, tokens]);
  });

  test("costs a list of tokens less where the list isn't empty, or is that of the tokens", async ({
    tenant,
    sandbox,
    told,
  }) => {
    sandbox.portal.addKey({ name: "pipeline" });
    await findOrProveGone(tenant, tenant.keys, () => false);
    await findOrProveGone(tenant, tenant.tokens, () => false);

    expect(told).toEqual([]);
    expect(sandbox.calls.operations()).toEqual(
      ["AutomationKeys", "Subscription", "AutomationKeys", "ApiTokens", "ApiTokens"].map(
        (one) => `get${one}`,
      ),
    );
  });

  test.for<[string, (tenant: Tenant) => Promise<unknown>]>([
    ["automation keys", async (tenant) => findOrProveGone(tenant, tenant.keys, () => false)],
    ["SAML group mappings", async (tenant) => findOrProveGone(tenant, tenant.mappings, () => false)],
  ])("is told once when the list of %s is empty", async ([noun, look], { tenant, told }) => {
    await look(tenant);
    await look(tenant);

    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`AppTego lists no ${noun} at all`);
  });

  test.for(["AutomationKey", "SamlGroupMapping", "User", "ApiToken"] as const)(
    "isn't said by an adapter of a %s that the state holds while every list is empty",
    async (type, { sandbox }) => {
      const inputs = checked(type, EXAMPLES[type].first);
      const { id, outs } = await (await providerOf(sandbox, type)).create(inputs);
      for (const [operation, field] of LISTS) {
        const body = JSON.stringify({ [field]: [] });
        sandbox.failNext(operation, { kind: "reply", status: 200, body, count: 99 });
      }
      const next = await providerOf(sandbox, type, "next");

      expect(String(await failureOf(next.read(id, outs)))).toMatch(
        /(getApiTokens|getUsers): AppTego answered with .*the state is kept: check in the portal/,
      );
    },
  );

  test("isn't what the list holds, without another call", async ({ tenant, sandbox }) => {
    sandbox.portal.addKey({ name: "pipeline" });

    expect(await findOrProveGone(tenant, tenant.keys, ({ name }) => name === "pipeline")).toBeDefined();
    expect(sandbox.calls.operations()).toEqual(["getAutomationKeys"]);
  });

  test("isn't what a list only lags behind with", async ({ tenant, sandbox, api }) => {
    sandbox.failNext("createAutomationKey", { kind: "listLag", lists: 1 });
    const { key_id } = await api.createAutomationKey({ name: "pipeline" });

    expect(await findOrProveGone(tenant, tenant.keys, (key) => key.key_id === key_id)).toBeDefined();
    expect(sandbox.calls.count("getAutomationKeys")).toBe(2);
  });

  test("isn't said within a minute of its creation while the list may lag", async ({
    sandbox,
    api,
    connection,
  }) => {
    const waits: number[] = [];
    const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
    const born = "2030-01-01T10:00:00.000Z";
    const now = () => new Date("2030-01-01T10:00:03Z");
    const tenant = openTenant(api, connection, { wait, now });
    sandbox.failNext("createAutomationKey", { kind: "listLag", lists: 4 });
    const { key_id } = await api.createAutomationKey({ name: "pipeline" });

    expect(await findOrProveGone(tenant, tenant.keys, (key) => key.key_id === key_id, born)).toBeDefined();
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    waits.length = 0;
    expect(await findOrProveGone(tenant, tenant.keys, () => false, born)).toBeUndefined();
    expect(waits.reduce((sum, one) => sum + one)).toBe(57_000);
  });

  test("isn't said by a machine whose clock is ahead of the other's", async ({
    api,
    connection,
    sandbox,
  }) => {
    const now = () => new Date("2030-01-01T11:00:00Z");
    const time = () => new Date("2030-01-01T10:00:03Z");
    const tenant = { ...openTenant(api, connection, { wait: () => Promise.resolve(), now }), time };
    sandbox.failNext("createAutomationKey", { kind: "listLag", lists: 4 });
    const { key_id } = await api.createAutomationKey({ name: "pipeline" });
    const born = "2030-01-01T10:00:00.000Z";

    expect(await findOrProveGone(tenant, tenant.keys, (key) => key.key_id === key_id, born)).toBeDefined();
  });

  test.for(["2030-01-01T10:00:00.000Z", "no time"])(
    "is said after the second look of what was made long ago: %s",
    async (born, { sandbox, api, connection }) => {
      const now = () => new Date("2030-01-01T10:01:00Z");
      const waits: number[] = [];
      const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
      const tenant = openTenant(api, connection, { wait, now });

      expect(await findOrProveGone(tenant, tenant.keys, () => false, born)).toBeUndefined();
      expect(sandbox.calls.count("getAutomationKeys")).toBe(2);
      expect(waits).toEqual([1_000]);
    },
  );

  test.for([
    ["401", { kind: "reply", status: 401, body: '{"error":"Authentication failed"}' }],
    ["403", { kind: "reply", status: 403, body: '{"error":"No","permission_denied":true}' }],
    ["404 in JSON", { kind: "reply", status: 404, body: '{"error":"Not found"}' }],
    ["404 page", { kind: "reply", status: 404, body: "<html></html>" }],
    ["500", { kind: "serverError" }],
    ["a page", { kind: "page" }],
    ["an empty body", { kind: "empty" }],
    ["no content", { kind: "noContent" }],
    ["a list without its field", { kind: "withoutField" }],
    ["a redirect", { kind: "redirect" }],
    ["a reset connection", { kind: "reset" }],
    ["half a reply", { kind: "truncated" }],
  ] as const)(
    "is never said of %s, in the first list, the second or what proves them",
    async ([, fault], { api, connection, sandbox }) => {
      for (const [operation, skip, field] of [
        ["getAutomationKeys", 0, "automation_keys"],
        ["getAutomationKeys", 1, "automation_keys"],
        ["getSubscription", 0, "subscription"],
        ["getApiTokens", 0, "api_tokens"],
        ["getApiTokens", 1, "api_tokens"],
      ] as const) {
        sandbox.faults.clear();
        sandbox.failNext(operation, { ...fault, skip, field, count: 9 });
        const tenant = openTenant(api, connection, { wait: () => Promise.resolve() });

        expect(await failureOf(findOrProveGone(tenant, tenant.keys, () => false))).toBeInstanceOf(
          AppTegoError,
        );
      }
    },
  );
});
