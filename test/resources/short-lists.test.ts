import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import type { PartlyCreated } from "../../provider/resources/lifecycle";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { activeAdministrators, member, remove, revoke, test as railed } from "../support/rails";
import { test } from "../support/tenant";

const START = Date.parse("2020-01-01T00:00:00Z");
const LATER = START + 600_000;
const COMPUTED = "ci [pu-0123456789]";
const REFUSAL = { kind: "reply", status: 403, body: '{"error":"No"}', count: 1 } as const;

describe("The last administrator, whom one list of users lacks,", () => {
  railed.for([
    ["isn't removed", "an empty one", remove, 0],
    ["keeps it", "an empty one", revoke, 0],
    ["isn't removed", "one that comes short", remove, 1],
    ["keeps it", "one that comes short", revoke, 1],
  ] as const)("%s: %s", async ([, , act, entries], { open, sandbox }) => {
    const tenant = open();
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    await tenant.users.baseline();
    sandbox.failNext("getUsers", { kind: "shortList", entries });

    expect(String(await failureOf(act(tenant, member(sandbox, "alice"))))).toContain(
      entries === 0 ? "an empty list of users" : "nobody else",
    );
    expect(activeAdministrators(sandbox)).toEqual(["alice@acme.test"]);
  });

  railed("keeps it though the state doesn't know of it", async ({ open, sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const { id, state } = member(sandbox, "alice", { permissions: ["build_applications"] });
    sandbox.failNext("getUsers", { kind: "shortList", entries: 1 });
    const inputs = { email: state.email, permissions: [] };

    expect(String(await failureOf(resourceOf("User").update(open(), id, state, inputs)))).toContain(
      "nobody else",
    );
    expect(activeAdministrators(sandbox)).toEqual(["alice@acme.test"]);
  });

  railed("is cleared only where others are left", async ({ open, sandbox }) => {
    sandbox.failNext("getUsers", { kind: "shortList", entries: 1 });
    const { id, state } = member(sandbox, "alice", { onDestroy: "clearPermissions" });
    await resourceOf("User").delete(open(), id, state);

    expect(activeAdministrators(sandbox)).toEqual(["bob@acme.test"]);
  });

  railed("goes where two lists lack them", async ({ open, sandbox }) => {
    const alice = member(sandbox, "alice");
    sandbox.portal.removeUser({ email: "alice@acme.test" });

    expect(await failureOf(remove(open({ minAdministrators: 3 }), alice))).toBeUndefined();
  });
});

describe.each(KINDS)(
  "One list that comes short lets no $type be forgotten",
  ({ type, lists, wish, add, named }) => {
    const resource = resourceOf(type);
    const time = { now: START };
    test.override({ sandboxOptions: { clock: () => time.now } });
    test.beforeEach(() => {
      time.now = START;
    });
    const at = new Date(START).toISOString();

    test.for([
      ["a computed name", COMPUTED],
      ["a given name", "ci"],
    ] as const)("that an attempt under %s left", async ([, name], { tenant, sandbox }) => {
      add(sandbox, name);
      time.now = LATER;
      await tenant.users.baseline();
      const marker = { ...wish, name, others: [], unresolved: true, lostCalls: 1, since: at, until: at };
      sandbox.failNext(lists, { kind: "shortList" });
      await resource.delete(tenant, "unresolved:ci", marker);

      expect(named(sandbox, name)).toEqual([]);
    });

    test.for([
      ["is known", true],
      ["may have come", false],
    ] as const)("that is a duplicate and %s", async ([, isKnown], { tenant, sandbox }) => {
      await tenant.users.baseline();
      const made = await resource.create(tenant, { ...wish, name: COMPUTED });
      add(sandbox, COMPUTED);
      const duplicateIds = isKnown ? named(sandbox, COMPUTED).filter((id) => id !== made.id) : [];
      time.now = LATER;
      await tenant.users.fresh();
      sandbox.failNext(lists, { kind: "shortList", entries: 1 });
      await resource.delete({ ...tenant }, made.id, { ...made.state, createdAt: at, duplicateIds });

      expect(named(sandbox, COMPUTED)).toEqual([]);
    });

    test("that a killed run left before an attempt in doubt", async ({ tenant, sandbox }) => {
      add(sandbox, COMPUTED);
      const leftovers = named(sandbox, COMPUTED);
      time.now = LATER;
      await tenant.users.baseline();
      const marker = { ...wish, name: COMPUTED, others: leftovers, leftovers, since: at, until: at };
      sandbox.failNext(lists, { kind: "shortList", entries: 1, skip: 1 });
      await resource.delete(tenant, "unresolved:ci", { ...marker, unresolved: true });

      expect(named(sandbox, COMPUTED)).toEqual([]);
    });

    test("where the caller isn't shown any by now", async ({ tenant, sandbox }) => {
      add(sandbox, COMPUTED);
      time.now = LATER;
      await tenant.users.baseline();
      const marker = { ...wish, name: COMPUTED, others: [], unresolved: true, since: at, until: at };
      for (const list of ["getApiTokens", "getAutomationKeys"] as const)
        sandbox.failNext(list, { kind: "shortList", count: 9 });

      expect(await failureOf(resource.delete(tenant, "unresolved:ci", marker))).toMatchObject({
        kind: "unexpectedReply",
        operation: "getApiTokens",
      });
    });
  },
);

describe("One list that comes short lets nothing be forgotten", () => {
  const time = { now: START };
  test.override({ sandboxOptions: { clock: () => time.now } });
  test.beforeEach(() => {
    time.now = START;
  });

  test.for([
    ["of an invitation", "User", "addUser", "getUsers", { email: "alice@acme.test", permissions: [] }],
    [
      ...["of a mapping", "SamlGroupMapping", "createSamlGroupMapping", "getSamlGroupMappings"],
      { groupName: "devs", permissions: ["build_applications"] },
    ],
  ] as const)(
    "%s in doubt",
    async ([, type, creates, lists, wish], { tenant, sandbox, api, connection, clock }) => {
      const resource = resourceOf(type);
      await tenant.users.baseline();
      await tenant.mappings.baseline();
      sandbox.failNext(creates, { kind: "reset", when: "after", count: 1 });
      sandbox.failNext(lists, REFUSAL);
      const { id, state } = ((await failureOf(resource.create(tenant, wish))) as PartlyCreated).created;
      time.now = LATER;
      const next = openTenant(api, connection, { wait: tenant.wait, clock, tell: () => undefined });
      await next.tokens.fresh();
      sandbox.failNext(lists, { kind: "shortList" });
      const failure = await failureOf(resource.delete(next, id, state));

      const { users, mappings } = sandbox.tenant;
      const left = users.some(({ email }) => email === "alice@acme.test") || mappings.length > 0;
      expect(left).toBe(failure !== undefined);
    },
  );
});
