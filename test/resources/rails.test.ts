import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import type { Tenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import {
  ADMINISTRATION,
  activeAdministrators as active,
  member,
  remove,
  revoke,
  test,
} from "../support/rails";

const user = resourceOf("User");

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

    expect(active(sandbox)).toEqual(["invited@acme.test"]);
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

describe("Fewer administrators than the rails say", () => {
  test.for([
    ["a removal", remove],
    ["a loss of the permission", revoke],
  ] as const)("are refused by %s, with the ways out", async ([, attempt], { open, sandbox }) => {
    const failure = await failureOf(attempt(open({ minAdministrators: 2 }), member(sandbox, "alice")));

    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toMatch(
      /only 1 other active user holds .*minAdministrators is 2\..*lower minAdministrators.*APPTEGO_OVERRIDE_RAILS/,
    );
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("are let through by an override, which is told; the last one isn't", async ({ open, sandbox }) => {
    const tenant = open({ minAdministrators: 2, override: "INC-4711 Alice left" });
    await remove(tenant, member(sandbox, "alice"));

    expect(tenant.warnings).toEqual([
      "Removing the user alice@acme.test: minAdministrators (2) is lifted (INC-4711 Alice left).",
    ]);
    expect(await failureOf(remove(tenant, member(sandbox, "bob")))).toBeInstanceOf(Refused);
    expect(active(sandbox)).toEqual(["bob@acme.test"]);
  });

  test("don't come of the removal of one who is only invited", async ({ open, sandbox }) => {
    await remove(open({ minAdministrators: 2 }), member(sandbox, "invited"));

    expect(sandbox.calls.count("removeUser")).toBe(1);
  });
});

describe("A required administrator", () => {
  const requiredAdministrators = ["alice@acme.test"];
  const ways = [
    ["removed", remove],
    ["weakened", revoke],
  ] as const;

  test.for(ways)("isn't %s; nothing is asked", async ([, attempt], { open, sandbox }) => {
    const failure = await failureOf(attempt(open({ requiredAdministrators }), member(sandbox, "alice")));

    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toContain("requiredAdministrators says that this person stays an administrator");
    expect(sandbox.calls.all).toEqual([]);
  });

  test.for(ways)(
    "isn't %s either under another address in the state",
    async ([, attempt], { open, sandbox }) => {
      const alice = member(sandbox, "alice");
      const failure = await failureOf(
        attempt(open({ requiredAdministrators }), {
          ...alice,
          state: { ...alice.state, email: "a@acme.test" },
        }),
      );

      expect(failure).toBeInstanceOf(Refused);
      expect(sandbox.calls.writes()).toEqual([]);
    },
  );

  test.for(ways)("may be %s by an override", async ([, attempt], { open, sandbox }) => {
    const tenant = open({ requiredAdministrators, override: "INC-4711 Alice left" });
    await attempt(tenant, member(sandbox, "alice"));

    expect(active(sandbox)).toEqual(["bob@acme.test"]);
    expect(tenant.warnings[0]).toContain("requiredAdministrators is lifted (INC-4711 Alice left)");
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

  test.for([
    ["requireSelf: false", { requireSelf: false }, 0],
    ["an override, which is told", { override: "INC-4711 new token" }, 1],
  ] as const)("may be weakened by %s", async ([, rails, warnings], { open, sandbox }) => {
    const { tokenKey } = sandbox.credentials;
    const state = { name: "own", permissions: [ADMINISTRATION], tokenKey };
    const tenant = open(rails);
    await token.update(tenant, tokenKey, state, { name: "own", permissions: [] });

    expect(sandbox.tenant.tokens.find((entry) => entry.tokenKey === tokenKey)?.permissions).toEqual([]);
    expect(tenant.warnings).toHaveLength(warnings);
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
