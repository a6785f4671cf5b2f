import { describe, expect } from "vitest";
import { removeMember, removeUser, setPermissions } from "../../provider/resources/user-changes";
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

    expect(sandbox.calls.operations()).toEqual(["getUsers", "getUsers", "updateUserPermissions", "getUsers"]);
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
