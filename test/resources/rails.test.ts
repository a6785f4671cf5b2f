import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import { administers } from "../../provider/resources/rails";
import type { Tenant } from "../../provider/resources/tenant";
import type { Sandbox } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { test as base } from "../support/tenant";

const ADMINISTRATION = "user_and_api_management";
const user = resourceOf("User");

// Without an owner who administers, and on a server that has no such rule of its own: only the provider's rails hold.
const test = base.extend("sandboxOptions", {
  seed: {
    users: [
      { email: "owner@acme.test", owner: true },
      { email: "alice@acme.test", permissions: [ADMINISTRATION] },
      { email: "bob@acme.test", permissions: [ADMINISTRATION] },
      { email: "invited@acme.test", permissions: [ADMINISTRATION], status: "invited" as const },
    ],
  },
  rules: { guardsAdministration: false },
});

/** A person as the state has them: made by this stack, so that the end of the resource is the end of the membership. */
function member(sandbox: Sandbox, name: string, more: Record<string, unknown> = {}) {
  const email = `${name}@acme.test`;
  const id = sandbox.tenant.users.find((entry) => entry.email === email)?.userId ?? "";
  const state = {
    email,
    permissions: [ADMINISTRATION],
    userId: id,
    status: "active",
    owner: false,
    adopted: false,
  };
  return { id, state: { ...state, ...more } };
}

const remove = async (tenant: Tenant, { id, state }: ReturnType<typeof member>) =>
  user.delete(tenant, id, state);
const revoke = async (tenant: Tenant, { id, state }: ReturnType<typeof member>) =>
  user.update(tenant, id, state, { email: state.email, permissions: [] });
const active = (sandbox: Sandbox) =>
  sandbox.tenant.users.filter(({ permissions, status }) => status === "active" && administers(permissions));

describe("The last active administrator", () => {
  test.for([
    ["is not removed", remove],
    ["doesn't lose the permission", revoke],
    [
      "isn't cleared at the end",
      (tenant: Tenant, { id, state }: ReturnType<typeof member>) =>
        user.delete(tenant, id, { ...state, onDestroy: "clearPermissions" }),
    ],
  ] as const)("%s, although another one is invited", async ([, attempt], { tenant, sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const failure = await failureOf(attempt(tenant, member(sandbox, "alice")));

    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toContain(
      "alice@acme.test: nobody else who is active holds 'Users & API Management'",
    );
    expect(String(failure)).toContain("Give it to another user first");
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("is known by the list, also where the state knows of no such permission", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const alice = member(sandbox, "alice", { permissions: ["build_applications"] });

    expect(await failureOf(remove(tenant, alice))).toBeInstanceOf(Refused);
    expect(await failureOf(revoke(tenant, alice))).toBeInstanceOf(Refused);
  });

  test("isn't adopted without the permission", async ({ tenant, sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });

    expect(
      await failureOf(user.create(tenant, { email: "alice@acme.test", permissions: [] })),
    ).toBeInstanceOf(Refused);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("may stay by onDestroy: retain", async ({ tenant, sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    await remove(tenant, member(sandbox, "alice", { onDestroy: "retain" }));

    expect(sandbox.calls.all).toEqual([]);
  });

  test("may go when an invited one has accepted", async ({ tenant, sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    await tenant.users.current();
    sandbox.acceptInvitation("invited@acme.test");
    await remove(tenant, member(sandbox, "alice"));

    expect(active(sandbox).map(({ email }) => email)).toEqual(["invited@acme.test"]);
  });
});

describe("Two administrators", () => {
  test.for([
    ["two removals", remove, remove],
    ["two losses of the permission", revoke, revoke],
    ["a removal and a loss", remove, revoke],
  ] as const)(
    "can't count on each other in %s at once: one stays",
    async ([, one, other], { tenant, sandbox }) => {
      const done = await Promise.allSettled([
        one(tenant, member(sandbox, "alice")),
        other(tenant, member(sandbox, "bob")),
      ]);

      expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(active(sandbox)).toHaveLength(1);
    },
  );

  test("are no hindrance to one who doesn't administer", async ({ tenant, sandbox }) => {
    sandbox.portal.addUser({ email: "carol@acme.test", permissions: ["build_applications"] });
    await remove(tenant, member(sandbox, "carol", { permissions: ["build_applications"] }));

    expect(sandbox.calls.operations()).toEqual(["getUsers", "removeUser"]);
  });
});

describe("The provider's own token", () => {
  const token = resourceOf("ApiToken");

  test("is neither deleted nor weakened", async ({ tenant, sandbox }) => {
    const { tokenKey } = sandbox.credentials;
    const state = { name: "own", permissions: [ADMINISTRATION], tokenKey };

    expect(String(await failureOf(token.delete(tenant, tokenKey, state)))).toContain(
      "Deleting the API token own: it is the token that this provider is using",
    );
    expect(
      await failureOf(token.update(tenant, tokenKey, state, { name: "own", permissions: [] })),
    ).toBeInstanceOf(Refused);
    expect(sandbox.calls.all).toEqual([]);
  });

  test("isn't taken for a leftover", async ({ tenant, sandbox }) => {
    const name = "own [pu-0123456789]";
    sandbox.portal.renameToken({ token: sandbox.credentials.tokenKey, name });

    expect(await failureOf(token.create(tenant, { name, permissions: [] }))).toBeInstanceOf(Refused);
    expect(sandbox.calls.count("deleteApiToken")).toBe(0);
  });

  test("isn't weakened either where the state doesn't know what was granted since", async ({
    tenant,
    sandbox,
  }) => {
    const { tokenKey } = sandbox.credentials;
    const state = { name: "own", permissions: ["build_applications"], tokenKey };
    const permissions = ["build_applications", "update_certificates"];

    expect(
      await failureOf(token.update(tenant, tokenKey, state, { name: "own", permissions })),
    ).toBeInstanceOf(Refused);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("may be given more", async ({ tenant, sandbox }) => {
    const { tokenKey } = sandbox.credentials;
    const state = { name: "own", permissions: [ADMINISTRATION], tokenKey };
    const permissions = ["build_applications", ADMINISTRATION];

    expect(await token.update(tenant, tokenKey, state, { name: "own", permissions })).toMatchObject({
      permissions,
    });
  });
});
