import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated, Refused } from "../../provider/resources/lifecycle";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test } from "../support/tenant";

const LEFT = "ci [pu-0123456789]";

describe.each(KINDS)("Issuing an $type", ({ type, secret, create, remove, lists, id, wish, add, named }) => {
  const resource = resourceOf(type);
  const ci = { name: "ci", ...wish };

  test.for([
    ["reset after it was done", { kind: "reset", when: "after" }],
    ["closed after it was done", { kind: "close", when: "after" }],
    ["answered by a 500 after it was done", { kind: "serverError", when: "after" }],
    ["answered by a page after it was done", { kind: "page", when: "after" }],
    ["answered by nothing after it was done", { kind: "empty", when: "after" }],
    ["cut", { kind: "truncated" }],
    ["told without its secret", { kind: "withoutField", field: secret.replace("S", "_s") }],
    ["told without its id", { kind: "withoutField", field: id }],
  ] as const)(
    "removes what a lost reply left, and issues another: %s",
    async ([, fault], { tenant, sandbox }) => {
      sandbox.failNext(create, fault);
      const issued = await resource.create(tenant, ci);

      expect(named(sandbox, "ci")).toEqual([issued.id]);
      expect(sandbox.issuedSecrets).toContain(issued.state[secret]);
      expect(sandbox.calls.operations()).toEqual([lists, create, lists, remove, create]);
    },
  );

  test.for(["reset", "unavailable", "badGateway"] as const)(
    "tries again where nothing was done: %s",
    async (kind, { tenant, sandbox }) => {
      sandbox.failNext(create, { kind });
      const issued = await resource.create(tenant, ci);

      expect(named(sandbox, "ci")).toEqual([issued.id]);
      const believed = type === "ApiToken" ? [] : ["getApiTokens"];
      const looks = [lists, lists, ...believed];
      expect(sandbox.calls.operations()).toEqual([lists, create, ...looks, create, lists]);
    },
  );

  test("finds what came late at the second look", async ({ api, connection, clock, sandbox }) => {
    let waits = 0;
    const wait = () => {
      if (++waits === 2) sandbox.releaseLate();
      return Promise.resolve();
    };
    sandbox.failNext(create, { kind: "late", reply: "reset" });
    const issued = await resource.create(openTenant(api, connection, { wait, clock }), ci);

    expect(named(sandbox, "ci")).toEqual([issued.id]);
  });

  test("remembers a doubt that stays, and the next run leaves one that is known", async ({
    api,
    connection,
    tenant,
    sandbox,
  }) => {
    sandbox.failNext(create, { kind: "late", reply: "reset", count: 3 });
    const failure = await failureOf(resource.create(tenant, ci));
    expect(failure).toBeInstanceOf(PartlyCreated);
    const { created, reasons } = failure as PartlyCreated;
    expect(created).toEqual({
      id: expect.stringMatching(/^unresolved:[0-9a-f]{12}$/) as string,
      state: {
        ...ci,
        others: [],
        leftovers: [],
        disputed: [],
        lostCalls: 3,
        since: expect.stringMatching(/Z$/) as string,
        until: expect.stringMatching(/Z$/) as string,
        unresolved: true,
      },
    });
    expect(reasons[0]).toMatch(/^It isn't known whether AppTego created .*Run pulumi up again/);

    add(sandbox, "ci-2");
    sandbox.releaseLate();
    expect(named(sandbox, "ci")).toHaveLength(3);
    const next = openTenant(api, connection);
    expect(await resource.read(next, created.id, created.state)).toMatchObject(ci);
    await resource.delete(next, created.id, created.state);
    const issued = await resource.create(next, ci);

    expect(named(sandbox, "ci")).toEqual([issued.id]);
    expect(named(sandbox, "ci-2")).toHaveLength(1);
  });

  test("remembers a doubt when not even a list can be had", async ({ tenant, sandbox }) => {
    sandbox.failNext(create, { kind: "reset", when: "after" });
    sandbox.failNext(lists, { kind: "serverError", skip: 1, count: 99 });

    expect(await failureOf(resource.create(tenant, ci))).toMatchObject({
      created: { id: expect.stringMatching(/^unresolved:/) as string },
    });
  });

  test("remembers a doubt that a later refusal doesn't settle", async ({ tenant, sandbox }) => {
    sandbox.failNext(create, { kind: "late", reply: "reset" });
    sandbox.failNext(create, { kind: "reply", status: 401, body: '{"error":"Authentication failed"}' });

    expect(await failureOf(resource.create(tenant, ci))).toMatchObject({
      created: { id: expect.stringMatching(/^unresolved:/) as string },
      reasons: [expect.stringContaining("Authentication failed")],
    });
  });

  test("sweeps nothing that was there before the attempt", async ({ tenant, sandbox }) => {
    add(sandbox, "ci");
    const others = named(sandbox, "ci");
    add(sandbox, "ci");
    const [since, until] = [new Date(0).toISOString(), new Date().toISOString()];
    await resource.delete(tenant, "unresolved:ci", { ...ci, others, since, until, unresolved: true });

    expect(named(sandbox, "ci")).toEqual(others);
  });

  test("removes nothing of a like name: longer, shorter, in other letters", async ({ tenant, sandbox }) => {
    for (const name of ["ci2", "c", "CI", "ci [pu-0123456789]"]) add(sandbox, name);
    sandbox.failNext(create, { kind: "reset", when: "after" });
    const { id: own } = await resource.create(tenant, ci);

    const removed = sandbox.calls.writes().filter(({ operation }) => operation === remove);
    expect(removed).toHaveLength(1);
    expect([named(sandbox, "ci"), named(sandbox, "CI").length, named(sandbox, LEFT).length]).toEqual([
      [own],
      1,
      1,
    ]);
  });

  test("reclaims nothing that the stack's state holds", async ({ tenant, sandbox }) => {
    add(sandbox, LEFT);
    tenant.managed.add(`${type} ${LEFT}`);
    await resource.create(tenant, { ...ci, name: LEFT });

    expect(named(sandbox, LEFT)).toHaveLength(2);
  });

  test("refuses a given name that is taken, and says the way out", async ({ tenant, sandbox }) => {
    add(sandbox, "ci");
    const [taken = ""] = named(sandbox, "ci");
    const failure = await failureOf(resource.create(tenant, ci));

    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toContain(`holds one of that name already (${taken})`);
    expect(String(failure)).toContain(`{ import: "${taken}" }`);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("passes a refusal on, and leaves no state", async ({ tenant, sandbox }) => {
    sandbox.failNext(create, { kind: "reply", status: 403, body: '{"error":"No","permission_denied":true}' });

    expect(await failureOf(resource.create(tenant, ci))).toMatchObject({ name: "PermissionError" });
    expect(sandbox.calls.operations()).toEqual([lists, create]);
  });
});

describe.each(KINDS)("The limit of $type", ({ type, create, wish, add, named }) => {
  const resource = resourceOf(type);

  test("is told before the post, with both numbers", async ({ connection, api, sandbox }) => {
    const limits = { apiTokens: 3, automationKeys: 3 };
    for (const name of ["a", "b", "c"]) add(sandbox, name);
    const count = type === "ApiToken" ? sandbox.tenant.tokens.length : sandbox.tenant.keys.length;
    const failure = await failureOf(
      resource.create(openTenant(api, { ...connection, limits }), { name: "ci", ...wish }),
    );

    expect(String(failure)).toContain(`${count} of 3`);
    expect(String(failure)).toContain("Delete one first");
    expect(sandbox.calls.count(create)).toBe(0);
  });

  test("is AppTego's word where others were quicker", async ({ tenant, sandbox }) => {
    sandbox.failNext(create, { kind: "reply", status: 400, body: '{"error":"Maximum reached"}' });

    expect(String(await failureOf(resource.create(tenant, { name: "ci", ...wish })))).toContain(
      "Maximum reached",
    );
    expect(named(sandbox, "ci")).toEqual([]);
  });
});

describe("Revoking", () => {
  const key = resourceOf("AutomationKey");
  const wish = { name: "ci", enabled: true };

  test.for(["reset", "serverError", "page", "empty", "truncated"] as const)(
    "is proven by the list after a lost reply: %s",
    async (kind, { tenant, sandbox }) => {
      const { id, state } = await key.create(tenant, wish);
      sandbox.failNext("deleteAutomationKey", { kind, when: "after", count: 9 });
      await key.delete(tenant, id, state);

      expect(sandbox.tenant.keys).toEqual([]);
    },
  );

  test.for(["serverError", "page", "empty"] as const)(
    "fails while the list holds it: %s",
    async (kind, { tenant, sandbox }) => {
      const { id, state } = await key.create(tenant, wish);
      sandbox.failNext("deleteAutomationKey", { kind, count: 9 });

      expect(
        await failureOf(key.delete(tenant, id, { ...state, createdAt: "2020-01-01T00:00:00.000Z" })),
      ).toBeInstanceOf(Error);
      expect(sandbox.tenant.keys).toHaveLength(1);
    },
  );

  test("doesn't believe a 404 that the list contradicts", async ({ tenant, sandbox }) => {
    const { id, state } = await key.create(tenant, wish);
    sandbox.failNext("deleteAutomationKey", {
      kind: "reply",
      status: 404,
      body: '{"error":"Key not found"}',
    });

    expect(
      String(await failureOf(key.delete(tenant, id, { ...state, createdAt: "2020-01-01T00:00:00.000Z" }))),
    ).toContain("but still lists it");
  });
});
