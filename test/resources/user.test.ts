import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated } from "../../provider/resources/lifecycle";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { apply } from "../support/provider";
import { test } from "../support/tenant";

const user = resourceOf("User");
const alice = { email: "alice@acme.test", permissions: ["build_applications"] };

describe("A user", () => {
  test("is invited once, also when the reply is lost", async ({ tenant, sandbox }) => {
    sandbox.failNext("addUser", { kind: "reset", when: "after" });
    const { id, state } = await user.create(tenant, alice);

    expect(sandbox.invitations.map(({ email }) => email)).toEqual(["alice@acme.test"]);
    expect(state).toMatchObject({ ...alice, userId: id, status: "invited", owner: false, adopted: false });
  });

  test("who is listed under one address twice isn't taken over: both ids are named", async ({
    tenant,
    sandbox,
  }) => {
    for (const email of ["alice@acme.test", "Alice@acme.test"]) sandbox.portal.addUser({ email });
    const failure = String(await failureOf(user.create(tenant, alice)));

    for (const { userId } of sandbox.tenant.users.filter(({ email }) => /alice/i.test(email)))
      expect(failure).toContain(userId);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("is invited again where the first attempt came to nothing", async ({ tenant, sandbox }) => {
    sandbox.failNext("addUser", { kind: "reset" });
    await user.create(tenant, alice);

    expect(sandbox.calls.operations()).toEqual([
      "getUsers",
      "addUser",
      ...Array.from({ length: 7 }, () => "getUsers"), // it may come late
      "addUser",
      "getUsers", // what AppTego says then isn't believed alone
      "updateUserPermissions",
    ]);
    expect(sandbox.invitations).toHaveLength(1);
  });

  test("who is a member already is taken over, in any letter case, without an invitation", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.portal.addUser({ email: "Alice@Acme.test", permissions: ["update_certificates"] });
    const { id, state } = await user.create(tenant, alice);

    expect(state).toMatchObject({ ...alice, adopted: true, status: "active" });
    expect(sandbox.tenant.users.find(({ userId }) => userId === id)).toMatchObject({
      permissions: alice.permissions,
    });
    expect([sandbox.invitations, sandbox.calls.count("addUser")]).toEqual([[], 0]);
    expect(await user.read(tenant, id, state)).toEqual(state);
  });

  test("who joins between our list and our invitation is taken over", async ({ tenant, sandbox }) => {
    await tenant.users.baseline();
    sandbox.portal.addUser({ email: alice.email });

    expect((await user.create(tenant, alice)).state).toMatchObject({ adopted: true });
  });

  test("who owns the tenant may be taken over, and is retained by default", async ({ tenant, sandbox }) => {
    const owner = sandbox.tenant.users.find((entry) => entry.owner);
    const { id, state } = await user.create(tenant, { email: owner?.email, permissions: owner?.permissions });
    await user.delete(tenant, id, state);

    expect(state).toMatchObject({ owner: true, adopted: true });
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("stays in doubt when no reply and no list tells, and the next run invites once more", async ({
    tenant,
    api,
    connection,
    sandbox,
  }) => {
    sandbox.failNext("addUser", { kind: "reset", when: "after" });
    sandbox.failNext("getUsers", { kind: "serverError", skip: 1, count: 99 });
    const failure = await failureOf(user.create(tenant, alice));
    expect(failure).toBeInstanceOf(PartlyCreated);
    const { id, state } = (failure as PartlyCreated).created;
    expect(id).toMatch(/^unresolved:/);
    expect(state["adopted"]).toBe(false);

    sandbox.faults.clear();
    const next = openTenant(api, connection);
    expect(await user.read(next, id, state)).toEqual(state);
    await user.delete(next, id, state);
    const made = await user.create(next, alice);
    expect(made.state).toMatchObject({ adopted: false });
    expect(sandbox.tenant.users.filter(({ email }) => email === alice.email)).toHaveLength(1);
  });

  test("who has accepted meanwhile isn't removed for a doubt", async ({ tenant, sandbox }) => {
    sandbox.portal.addUser({ email: alice.email });
    await user.delete(tenant, "unresolved:alice@acme.test", { ...alice, adopted: false });

    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("too many is AppTego's word, and leaves no state", async ({ tenant, sandbox }) => {
    sandbox.portal.setMaxUsers({ maxUsers: 1 });

    expect(String(await failureOf(user.create(tenant, alice)))).toMatch(/^ValidationError: addUser: Maximum/);
  });

  test("whose address is in the state in other letters keeps them", async ({ tenant, sandbox }) => {
    const { id, state } = await user.create(tenant, { ...alice, email: "ALICE@acme.test" });
    sandbox.acceptInvitation("ALICE@acme.test");

    expect(await user.read(tenant, id, { ...state, email: "Alice@acme.test" })).toMatchObject({
      email: "Alice@acme.test",
      status: "active",
    });
  });
});

describe("The end of a user", () => {
  test.for([
    [undefined, false, "gone"],
    [undefined, true, "kept"],
    ["remove", true, "gone"],
    ["retain", false, "kept"],
    ["clearPermissions", false, "bare"],
    ["clearPermissions", true, "bare"],
  ] as const)(
    "by onDestroy %s, a member before: %s, is %s",
    async ([onDestroy, before, expected], { tenant, sandbox }) => {
      if (before) sandbox.portal.addUser({ email: alice.email });
      const { id, state } = await apply(tenant, "User", { ...alice, onDestroy });
      await user.delete(tenant, id, state);
      const entry = sandbox.tenant.users.find(({ userId }) => userId === id);

      const ends = { gone: undefined, kept: alice.permissions, bare: [] };
      expect(entry?.permissions).toEqual(ends[expected]);
    },
  );

  test("clears what was granted in the portal too", async ({ tenant, sandbox }) => {
    const { id, state } = await apply(tenant, "User", { email: alice.email, onDestroy: "clearPermissions" });
    sandbox.portal.setUserPermissions({ email: alice.email, permissions: ["update_certificates"] });
    await user.delete(tenant, id, state);

    expect(sandbox.tenant.users.find(({ userId }) => userId === id)?.permissions).toEqual([]);
  });

  test("by clearPermissions is no failure where the person is gone", async ({ tenant, sandbox }) => {
    const { id, state } = await apply(tenant, "User", { ...alice, onDestroy: "clearPermissions" });
    sandbox.portal.removeUser({ email: alice.email });

    expect(await failureOf(user.delete(tenant, id, state))).toBeUndefined();
  });

  test("by clearPermissions fails where they can't be taken", async ({ tenant, sandbox }) => {
    const { id, state } = await apply(tenant, "User", { ...alice, onDestroy: "clearPermissions" });
    sandbox.failNext("updateUserPermissions", { kind: "reply", status: 400, body: '{"error":"Not now"}' });

    expect(String(await failureOf(user.delete(tenant, id, state)))).toContain("Not now");
  });

  test("as another one wishes it is taken up without a call, also when nothing is wished any more", async ({
    tenant,
    sandbox,
  }) => {
    const before = await apply(tenant, "User", { ...alice, onDestroy: "retain" });
    sandbox.calls.clear();
    const after = await apply(tenant, "User", alice, before);

    expect([after.state["onDestroy"], after.id]).toEqual([undefined, before.id]);
    expect(sandbox.calls.all).toEqual([]);
  });
});
