import { describe, expect } from "vitest";
import { believe, refuseOdd, tellOnce } from "../../provider/resources/believable";
import { operations } from "../../provider/api/contract";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const OTHER = { token_key: "other", name: "other", permissions: [] };
const empty = { kind: "reply", status: 200, body: '{"api_tokens":[]}' } as const;
const filtered = {
  kind: "reply",
  status: 200,
  body: '{"api_tokens":[{"token_key":"other","name":"other","permissions":""}]}',
} as const;

describe("A list that lacks something", () => {
  test("is believed of tokens when it holds the one in use, without a call", async ({ tenant, sandbox }) => {
    const own = { ...OTHER, token_key: tenant.ownTokenKey };
    await believe(tenant, tenant.tokens, [OTHER, own]);

    expect(sandbox.calls.all).toEqual([]);
  });

  test("isn't believed of tokens when it is empty", async ({ tenant, told }) => {
    const error = await failureOf(believe(tenant, tenant.tokens, []));

    expect(error).toMatchObject({ kind: "unexpectedReply", operation: "getApiTokens" });
    expect(String(error)).toMatch(/lacks the one in use: nothing is taken for gone.*check in the portal/);
    expect(told).toEqual([]);
  });

  test("isn't believed of tokens when it lacks the one in use, though no list has shown it yet", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.failNext("getApiTokens", filtered);
    const error = await failureOf(believe(tenant, tenant.tokens, await tenant.tokens.fresh()));

    expect(error).toMatchObject({ kind: "unexpectedReply" });
    expect(String(error)).toContain("operations: { getApiTokens: { showsCaller: false } }");
  });

  test("is believed of tokens without the one in use where the contract says so, unless it is empty", async ({
    api,
    connection,
  }) => {
    const contract = { ...operations, getApiTokens: { ...operations.getApiTokens, showsCaller: false } };
    const tenant = openTenant(api, { ...connection, contract });
    await believe(tenant, tenant.tokens, [OTHER]);

    expect(await failureOf(believe(tenant, tenant.tokens, []))).toMatchObject({ kind: "unexpectedReply" });
  });

  test("isn't believed of users when it is empty", async ({ tenant, sandbox }) => {
    expect(await failureOf(believe(tenant, tenant.users, []))).toMatchObject({
      kind: "unexpectedReply",
      operation: "getUsers",
    });
    expect(sandbox.calls.all).toEqual([]);
  });

  test.for<[string, (tenant: Tenant) => Promise<void>]>([
    ["users", async (tenant) => believe(tenant, tenant.users, await tenant.users.current())],
    ["keys", async (tenant) => believe(tenant, tenant.keys, [])],
    ["mappings", async (tenant) => believe(tenant, tenant.mappings, [])],
  ])(
    "of %s is believed when a list of tokens that is asked for then holds the one in use",
    async ([, look], { tenant, sandbox }) => {
      await look(tenant);

      expect(sandbox.calls.count("getApiTokens")).toBe(1);
      for (const fault of [empty, filtered]) {
        sandbox.failNext("getApiTokens", fault);
        expect(await failureOf(look(tenant))).toMatchObject({
          kind: "unexpectedReply",
          operation: "getApiTokens",
        });
      }
    },
  );

  test("is refused without a call only where it must hold something", ({ tenant, sandbox }) => {
    refuseOdd(tenant, tenant.keys, []);
    refuseOdd(tenant, tenant.mappings, []);

    expect(() => {
      refuseOdd(tenant, tenant.users, []);
    }).toThrow("though a tenant has an owner");
    expect(sandbox.calls.all).toEqual([]);
  });

  test("is told once for each list", ({ tenant, told }) => {
    tellOnce(tenant, tenant.keys, "a");
    tellOnce(tenant, tenant.keys, "b");
    tellOnce(tenant, tenant.mappings, "c");

    expect(told).toEqual(["a", "c"]);
  });
});
