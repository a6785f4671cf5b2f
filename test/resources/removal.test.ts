import { describe, expect } from "vitest";
import { removeAndProve } from "../../provider/resources/removal";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { test as base } from "../support/tenant";

/** A tenant that notes its waits, and a key in it that is removed by name. */
const test = base.extend<{ waits: number[]; remove: () => Promise<void>; createdAt: string | undefined }>({
  waits: async ({}, use) => {
    await use([]);
  },
  createdAt: undefined,
  remove: async ({ api, connection, sandbox, waits, createdAt }, use) => {
    sandbox.portal.addKey({ name: "pipeline" });
    const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
    const tenant = openTenant(api, connection, { wait });
    const id = sandbox.tenant.keys[0]?.keyId ?? "";
    await use(async () =>
      removeAndProve(
        tenant,
        tenant.keys,
        id,
        async (key_id) => api.deleteAutomationKey({ key_id }),
        createdAt,
      ),
    );
  },
});

const NONE = { kind: "reply", status: 200, body: '{"automation_keys":[]}', count: 1 } as const;

describe("A removal", () => {
  test("that AppTego confirms is one call", async ({ remove, sandbox }) => {
    await remove();

    expect(sandbox.calls.operations()).toEqual(["deleteAutomationKey"]);
  });

  test("whose reply says nothing of success is looked for", async ({ remove, sandbox }) => {
    sandbox.failNext("deleteAutomationKey", { kind: "reply", status: 200, body: '{"unexpected":true}' });

    expect(String(await failureOf(remove()))).toContain("still lists it");
    expect(sandbox.tenant.keys).toHaveLength(1);
  });

  test("whose reply was lost is looked for until the list shows it", async ({ remove, sandbox, waits }) => {
    sandbox.failNext("deleteAutomationKey", { kind: "reset", when: "after", count: 1 });
    sandbox.failNext("getAutomationKeys", { kind: "listLag", lists: 3 });
    await remove();

    expect(waits).toEqual([1_000, 2_000, 4_000]);
    expect(sandbox.tenant.keys).toEqual([]);
  });

  test("whose reply was lost is asked for again where lists lag behind what was made", async ({
    remove,
    sandbox,
  }) => {
    sandbox.failNext("deleteAutomationKey", { kind: "reset", count: 4 });
    sandbox.failNext("getAutomationKeys", { ...NONE, count: 9 });
    await remove();

    expect(sandbox.tenant.keys).toEqual([]);
    expect(sandbox.calls.count("getAutomationKeys")).toBe(1);
  });

  test("whose second call is refused is judged by the lists", async ({ remove, sandbox }) => {
    sandbox.failNext("deleteAutomationKey", { kind: "reset", when: "after", count: 1 });
    sandbox.failNext("deleteAutomationKey", { kind: "reset", count: 2 });
    sandbox.failNext("deleteAutomationKey", { kind: "reply", status: 403, body: '{"error":"No"}' });

    expect(await failureOf(remove())).toBeUndefined();
    expect(sandbox.tenant.keys).toEqual([]);
  });

  test("fails after a minute in which the list kept showing it", async ({ remove, sandbox, waits }) => {
    sandbox.failNext("deleteAutomationKey", {
      kind: "reply",
      status: 404,
      body: '{"error":"Key not found"}',
    });

    expect(String(await failureOf(remove()))).toContain("but still lists it");
    expect(waits.reduce((sum, wait) => sum + wait)).toBe(60_000);
  });

  test("that is refused isn't looked for", async ({ remove, sandbox }) => {
    sandbox.failNext("deleteAutomationKey", {
      kind: "reply",
      status: 403,
      body: '{"error":"No","permission_denied":true}',
    });

    expect(await failureOf(remove())).toMatchObject({ name: "PermissionError" });
    expect(sandbox.calls.operations()).toEqual(["deleteAutomationKey"]);
  });

  test.for([
    ["that isn't there", { kind: "reply", status: 404, body: '{"error":"Key not found"}' }],
    ["whose reply was lost", { kind: "reset", when: "after", count: 1 }],
  ] as const)("%s needs an empty list that can be believed", async ([, fault], { remove, sandbox }) => {
    const none = { kind: "reply", status: 200, count: 99 } as const;
    sandbox.failNext("deleteAutomationKey", { ...fault, count: 9 });
    sandbox.failNext("getAutomationKeys", { ...none, body: '{"automation_keys":[]}' });
    sandbox.failNext("getApiTokens", { ...none, body: '{"api_tokens":[]}', count: 1 });

    expect(await failureOf(remove())).toMatchObject({ kind: "unexpectedReply", operation: "getApiTokens" });
    expect(await failureOf(remove())).toBeUndefined();
  });
});

describe("A removal of what was made a moment ago", () => {
  test.override({ createdAt: new Date().toISOString() });

  test("isn't done because one list lags behind what was made and the reply says nothing of success", async ({
    remove,
    sandbox,
  }) => {
    sandbox.failNext("deleteAutomationKey", { kind: "reply", status: 200, body: '{"unexpected":true}' });
    sandbox.failNext("getAutomationKeys", NONE);

    expect(String(await failureOf(remove()))).toContain("still lists it");
    expect(sandbox.tenant.keys).toHaveLength(1);
    expect(sandbox.calls.count("deleteAutomationKey")).toBe(1);
  });

  test("is asked for again where lists lag behind what was made and the reply says that it isn't there", async ({
    remove,
    sandbox,
  }) => {
    const body = '{"error":"Key not found"}';
    sandbox.failNext("deleteAutomationKey", { kind: "reply", status: 404, body });
    sandbox.failNext("getAutomationKeys", { ...NONE, count: 99 });
    await remove();

    expect(sandbox.tenant.keys).toEqual([]);
    expect(sandbox.calls.count("deleteAutomationKey")).toBe(2);
  });
});

describe("A second removal by one process", () => {
  test.override({ createdAt: new Date().toISOString() });

  test("costs no look", async ({ remove, sandbox, waits }) => {
    await remove();
    await remove();

    expect(sandbox.calls.operations()).toEqual(["deleteAutomationKey", "deleteAutomationKey"]);
    expect(waits).toEqual([]);
  });
});

describe("A removal of what was made half a minute ago", () => {
  test.override({ createdAt: new Date(Date.now() - 30_000).toISOString() });

  test("isn't done as long as lists may lag, though two lack it and two replies say that it isn't there", async ({
    remove,
    sandbox,
    waits,
  }) => {
    const missing = { kind: "reply", status: 404, body: '{"error":"Key not found"}' } as const;
    sandbox.failNext("deleteAutomationKey", { ...missing, count: 3 });
    sandbox.failNext("getAutomationKeys", { ...NONE, count: 4 });
    await remove();

    expect(sandbox.tenant.keys).toEqual([]);
    expect(waits).toEqual([1_000, 1_000, 1_000]);
  });
});

describe("A removal of what was made a minute ago", () => {
  test.override({ createdAt: new Date(Date.now() - 61_000).toISOString() });

  test("is proven by two lists where the reply says nothing of success", async ({
    remove,
    sandbox,
    waits,
  }) => {
    sandbox.failNext("deleteAutomationKey", { kind: "withoutField", field: "success" });
    await remove();

    const lists = ["getAutomationKeys", "getAutomationKeys", "getApiTokens"];
    expect(sandbox.calls.operations()).toEqual(["deleteAutomationKey", ...lists]);
    expect(waits).toEqual([]);
  });

  test("isn't done because one list came short", async ({ remove, sandbox }) => {
    sandbox.failNext("deleteAutomationKey", { kind: "reply", status: 200, body: '{"unexpected":true}' });
    sandbox.failNext("getAutomationKeys", NONE);

    expect(String(await failureOf(remove()))).toContain("still lists it");
    expect(sandbox.tenant.keys).toHaveLength(1);
  });
});
