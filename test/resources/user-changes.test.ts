import { describe, expect } from "vitest";
import type { Tenant } from "../../provider/resources/tenant";
import { type Person, removeMember, removeUser, setPermissions } from "../../provider/resources/user-changes";
import { failureOf } from "../support/connection";
import { ADMINISTRATION, activeAdministrators, member, test } from "../support/rails";

const BUILDS = "build_applications";
const person = (id: string, name: string) => ({ id, email: `${name}@acme.test` });

describe("A change of what a person may do", () => {
  test("costs one write, and one list to keep what only the server knows", async ({ open, sandbox }) => {
    const { id } = member(sandbox, "owner");

    expect(await setPermissions(open(), person(id, "owner"), [], [BUILDS])).toEqual({
      permissions: [BUILDS],
    });
    expect(sandbox.calls.operations()).toEqual(["getUsers", "updateUserPermissions"]);
  });

  test("calls nobody where it changes nothing, even for one who must stay", async ({ open, sandbox }) => {
    const tenant = open({ requiredAdministrators: ["owner@acme.test"] });
    const { id } = member(sandbox, "owner");

    expect(await setPermissions(tenant, person(id, "owner"), [BUILDS], [BUILDS])).toEqual({
      permissions: [BUILDS],
    });
    expect(sandbox.calls.all).toEqual([]);
  });

  test("is read back where it takes administration", async ({ open, sandbox }) => {
    const { id } = member(sandbox, "alice");
    await setPermissions(open(), person(id, "alice"), [ADMINISTRATION], [BUILDS]);

    expect(sandbox.calls.operations()).toEqual(["getUsers", "updateUserPermissions", "getUsers"]);
    expect(activeAdministrators(sandbox)).toEqual(["bob@acme.test"]);
  });

  test("that gives administration back makes the person count again", async ({ open, sandbox }) => {
    const tenant = open();
    const [alice, bob] = [member(sandbox, "alice"), member(sandbox, "bob")];
    await setPermissions(tenant, person(alice.id, "alice"), [ADMINISTRATION], []);
    await setPermissions(tenant, person(alice.id, "alice"), [], [ADMINISTRATION]);
    await setPermissions(tenant, person(bob.id, "bob"), [ADMINISTRATION], []);

    expect(activeAdministrators(sandbox)).toEqual(["alice@acme.test"]);
  });
});

/** A clock that a test moves, and an API whose list somebody may change in the portal afterwards. */
function movable() {
  let milliseconds = Date.UTC(2026, 0, 5, 9);
  return {
    now: () => new Date(milliseconds),
    pass: (more: number) => {
      milliseconds += more;
    },
  };
}

describe("An administration that moved in the portal during the run", () => {
  const ways = [
    [
      "a write of other permissions",
      (tenant: Tenant, who: Person) => setPermissions(tenant, who, [BUILDS], []),
    ],
    ["a removal", (tenant: Tenant, who: Person) => removeMember(tenant, who, [BUILDS])],
  ] as const;

  test.for(ways)("isn't wiped by %s: the fresh list tells", async ([, change], { open, sandbox }) => {
    const clock = movable();
    const tenant = open({}, { now: clock.now });
    const { id } = member(sandbox, "owner");
    sandbox.portal.setUserPermissions({ email: "bob@acme.test", permissions: [] });
    await tenant.users.current();
    sandbox.portal.setUserPermissions({ email: "owner@acme.test", permissions: [ADMINISTRATION] });
    sandbox.portal.setUserPermissions({ email: "alice@acme.test", permissions: [] });
    clock.pass(2_001);

    expect(String(await failureOf(change(tenant, person(id, "owner"))))).toContain(
      "nobody else who is active",
    );
    expect(sandbox.calls.writes()).toEqual([]);
    expect(activeAdministrators(sandbox)).toEqual(["owner@acme.test"]);
  });

  test("costs a burst of changes one list, and the next burst another one", async ({ open, sandbox }) => {
    const clock = movable();
    const tenant = open({}, { now: clock.now });
    const emails = ["carol", "dave", "eve"].map((name) => `${name}@acme.test`);
    for (const email of emails) sandbox.portal.addUser({ email, permissions: [BUILDS] });
    const burst = async (from: string[], to: string[]) =>
      Promise.all(
        ["carol", "dave", "eve"].map(async (name) =>
          setPermissions(tenant, person(member(sandbox, name).id, name), from, to),
        ),
      );
    await burst([BUILDS], ["update_certificates"]);
    clock.pass(2_000);
    await burst(["update_certificates"], [BUILDS]);
    expect(sandbox.calls.count("getUsers")).toBe(1);
    clock.pass(1);
    await burst([BUILDS], []);

    expect(sandbox.calls.count("getUsers")).toBe(2);
    expect(sandbox.calls.count("updateUserPermissions")).toBe(9);
  });
});

describe("The end of a membership", () => {
  test("is guarded by what the list says, not by the state alone", async ({ open, sandbox }) => {
    const { id } = member(sandbox, "alice");
    sandbox.portal.removeUser({ email: "bob@acme.test" });

    await expect(removeMember(open(), person(id, "alice"), [])).rejects.toThrow("nobody else who is active");
  });

  test("is one call for a stray invitation", async ({ open, sandbox }) => {
    await removeUser(open(), member(sandbox, "invited").id);

    expect(sandbox.calls.operations()).toEqual(["removeUser"]);
  });
});
