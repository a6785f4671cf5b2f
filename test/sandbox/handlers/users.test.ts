import { describe, expect } from "vitest";
import type { Sandbox } from "../../../provider/sandbox";
import { ask } from "../../support/sandbox-call";
import { test } from "../../support/tenant";

const ADMINISTRATION = "user_and_api_management";

const idOf = ({ tenant }: Sandbox, email: string) =>
  tenant.users.find((user) => user.email === email)?.userId ?? "";

describe("Users", () => {
  test("are invited once, without permissions", async ({ sandbox, api }) => {
    const { user_id } = await api.addUser({ email: "Alice@acme.test" });

    expect((await api.getUsers({})).users.at(-1)).toEqual({
      user_id,
      email: "Alice@acme.test",
      permissions: [],
      status: "invited",
      owner: false,
      creation_time: expect.any(Number),
    });
    expect(sandbox.invitations).toMatchObject([{ email: "Alice@acme.test", state: "pending" }]);
    expect(await ask(sandbox, "addUser", { email: "alice@ACME.test" })).toMatchObject({
      status: 409,
      body: { error: "User already exists" },
    });
    expect(sandbox.invitations).toHaveLength(1);
  });

  test("become active when they accept", async ({ sandbox, api }) => {
    await api.addUser({ email: "alice@acme.test" });
    sandbox.acceptInvitation("alice@acme.test");

    expect(sandbox.tenant.users.at(-1)?.status).toBe("active");
    expect(sandbox.invitations).toMatchObject([{ state: "accepted" }]);
  });

  test("who are removed before can't accept any more", async ({ sandbox, api }) => {
    const { user_id } = await api.addUser({ email: "alice@acme.test" });
    await api.removeUser({ user_id });

    expect(sandbox.invitations).toMatchObject([{ state: "cancelled" }]);
    expect(() => sandbox.acceptInvitation("alice@acme.test")).toThrow("no user alice@acme.test");
  });

  test.for([
    ["FREE", 1],
    ["TEAM", 20],
    ["ENTERPRISE", 100],
  ] as const)("of the plan %s are %i at most", async ([plan, limit], { sandbox }) => {
    sandbox.portal.setPlan({ plan });
    for (let held = 1; held < limit; held++) sandbox.portal.addUser({ email: `u${String(held)}@acme.test` });

    const refused = await ask(sandbox, "addUser", { email: "one-more@acme.test" });

    const gate = "Additional users require a Team or Enterprise plan";
    const error = plan === "FREE" ? gate : `Maximum of ${String(limit)} users reached`;
    expect(refused).toMatchObject({ status: plan === "FREE" ? 403 : 400, body: { error } });
  });

  test("may be more where the tenant has a limit of its own", async ({ sandbox, api }) => {
    sandbox.portal.setMaxUsers({ maxUsers: 2 });
    await api.addUser({ email: "a@acme.test" });

    expect(await ask(sandbox, "addUser", { email: "b@acme.test" })).toMatchObject({ status: 400 });

    sandbox.portal.setMaxUsers({ maxUsers: 3 });
    await api.addUser({ email: "b@acme.test" });

    expect((await api.getSubscription({})).custom_limits).toEqual({ max_users: 3 });
  });
});

describe("Nobody is locked out:", () => {
  const seed = {
    users: [
      { email: "owner@acme.test", owner: true },
      { email: "admin@acme.test", permissions: [ADMINISTRATION] },
      { email: "me@acme.test", permissions: [ADMINISTRATION] },
    ],
    tokens: [{ name: "mine", permissions: [ADMINISTRATION], createdBy: "me@acme.test" }],
  };
  test.override({ sandboxOptions: { seed } });

  test("the owner isn't removed", async ({ sandbox }) => {
    const reply = await ask(sandbox, "removeUser", { user_id: idOf(sandbox, "owner@acme.test") });

    expect(reply).toMatchObject({ status: 400, body: { error: "The owner cannot be removed" } });
  });

  test("oneself is neither removed nor weakened", async ({ sandbox }) => {
    const user_id = idOf(sandbox, "me@acme.test");

    expect((await ask(sandbox, "removeUser", { user_id })).body).toEqual({
      error: "You cannot remove yourself",
    });
    expect((await ask(sandbox, "updateUserPermissions", { user_id, permissions: "" })).body).toEqual({
      error: "You cannot take the 'Users & API Management' permission from yourself",
    });
  });

  test("the last administrator is neither removed nor weakened", async ({ sandbox }) => {
    sandbox.portal.setUserPermissions({ email: "me@acme.test", permissions: [] });
    const user_id = idOf(sandbox, "admin@acme.test");

    expect((await ask(sandbox, "removeUser", { user_id })).body).toEqual({
      error: "The last user with the 'Users & API Management' permission cannot be removed",
    });
    expect((await ask(sandbox, "updateUserPermissions", { user_id, permissions: "" })).body).toEqual({
      error: "The last user with the 'Users & API Management' permission cannot lose it",
    });
    expect(sandbox.tenant.users).toHaveLength(3);
  });

  test("one of two administrators may go", async ({ sandbox, api }) => {
    await api.removeUser({ user_id: idOf(sandbox, "admin@acme.test") });

    expect(sandbox.tenant.users.map(({ email }) => email)).toEqual(["owner@acme.test", "me@acme.test"]);
  });

  test("someone who only is invited is no administrator yet", async ({ sandbox, api }) => {
    const { user_id } = await api.addUser({ email: "new@acme.test" });
    await api.updateUserPermissions({ user_id, permissions: [ADMINISTRATION] });
    sandbox.portal.setUserPermissions({ email: "me@acme.test", permissions: [] });

    const reply = await ask(sandbox, "removeUser", { user_id: idOf(sandbox, "admin@acme.test") });
    expect(reply).toMatchObject({ status: 400 });
  });
});

describe("A server without the guard", () => {
  test.override({ sandboxOptions: { rules: { guardsAdministration: false } } });

  test("lets the permission go", async ({ sandbox }) => {
    const user_id = idOf(sandbox, "owner@acme.test");

    expect(await ask(sandbox, "updateUserPermissions", { user_id, permissions: "" })).toMatchObject({
      status: 200,
    });
  });
});
