import { describe, expect } from "vitest";
import type { Api } from "../../provider/api/contract";
import { LeftWithoutAdministrators } from "../../provider/resources/left-administrators";
import { failureOf } from "../support/connection";
import { activeAdministrators, member, remove, revoke, test } from "../support/rails";

const ALICE = "alice@acme.test";
const BOB = "bob@acme.test";

/** An API during whose removal or weakening of a user somebody does something in the portal. */
function meanwhile(api: Api, change: () => void): Api {
  let isDone = false;
  const once = () => {
    if (!isDone) change();
    isDone = true;
  };
  return {
    ...api,
    updateUserPermissions: async (request) => {
      once();
      return api.updateUserPermissions(request);
    },
    removeUser: async (request) => {
      const reply = await api.removeUser(request);
      once();
      return reply;
    },
  };
}

describe("A loss of administration that meets another one in the portal", () => {
  test("is undone at once, so that somebody administers, and fails", async ({ open, api, sandbox }) => {
    const racing = meanwhile(api, () => sandbox.portal.setUserPermissions({ email: BOB, permissions: [] }));
    const tenant = open({}, { api: racing });
    const failure = await failureOf(revoke(tenant, member(sandbox, "alice")));

    expect(failure).toBeInstanceOf(LeftWithoutAdministrators);
    expect(String(failure)).toContain(
      "It was given back to alice@acme.test: look at the users in the portal",
    );
    expect(activeAdministrators(sandbox)).toEqual([ALICE]);
    expect(sandbox.calls.writes()).toHaveLength(2);
    expect(tenant.administration.weakened.size).toBe(0);
  });

  test("says so where it can't be undone", async ({ open, api, sandbox }) => {
    const racing = meanwhile(api, () => sandbox.portal.setUserPermissions({ email: BOB, permissions: [] }));
    sandbox.failNext("updateUserPermissions", { kind: "serverError", skip: 1, count: 9 });
    const failure = await failureOf(revoke(open({}, { api: racing }), member(sandbox, "alice")));

    expect(failure).toBeInstanceOf(LeftWithoutAdministrators);
    expect(String(failure)).toMatch(/Giving it back to alice@acme\.test failed: .* Let the tenant's owner/);
  });

  test("says so where the person isn't a member any more", async ({ open, api, sandbox }) => {
    const racing = meanwhile(api, () => sandbox.portal.setUserPermissions({ email: BOB, permissions: [] }));
    const failure = await failureOf(remove(open({}, { api: racing }), member(sandbox, "alice")));

    expect(failure).toBeInstanceOf(LeftWithoutAdministrators);
    expect(String(failure)).toContain("alice@acme.test is no member any more. Let the tenant's owner");
  });
});

describe("A loss of administration", () => {
  test("is looked at once afterwards", async ({ open, sandbox }) => {
    await remove(open(), member(sandbox, "alice"));

    expect(sandbox.calls.operations()).toEqual(["getUsers", "removeUser", "getUsers"]);
    expect(activeAdministrators(sandbox)).toEqual([BOB]);
  });

  test.for([0, 1])(
    "is no alarm where one list comes short afterwards (%i entries)",
    async (entries, { open, sandbox }) => {
      sandbox.failNext("getUsers", { kind: "shortList", entries, skip: 1 });
      await remove(open(), member(sandbox, "alice"));

      expect(activeAdministrators(sandbox)).toEqual([BOB]);
      expect(sandbox.calls.count("updateUserPermissions")).toBe(0);
    },
  );

  test("stands where it can't be looked at, with a warning", async ({ open, sandbox }) => {
    const tenant = open();
    sandbox.failNext("getUsers", { kind: "serverError", skip: 1, count: 99 });
    await remove(tenant, member(sandbox, "alice"));

    expect(tenant.warnings).toEqual([
      expect.stringContaining(
        "Removing the user alice@acme.test: done, but whether an administrator is left",
      ),
    ]);
  });

  test("that AppTego refuses takes nothing from the count", async ({ open, sandbox }) => {
    const tenant = open();
    sandbox.failNext("removeUser", { kind: "reply", status: 400, body: '{"error":"No"}' });
    expect(await failureOf(remove(tenant, member(sandbox, "alice")))).toMatchObject({ outcome: "rejected" });
    await remove(tenant, member(sandbox, "bob"));

    expect(activeAdministrators(sandbox)).toEqual([ALICE]);
  });
});
