import { describe, expect, test } from "vitest";
import { compare, hasSecretName, permissionsIn, powerfulOf } from "../../../provider/cli/drift/changes";
import { readDeployment } from "../../../provider/cli/stacks/deployment";
import { upped } from "../../support/drift";
import { exportOf, storedSecret } from "../../support/states";

/** A resource as it is read from a state. */
function stored(...args: Parameters<typeof upped>) {
  const [resource] = readDeployment("prod", exportOf([upped(...args)])).resources;
  if (resource === undefined) throw new Error("The state holds a resource.");
  return resource;
}

const live = (properties: object) => ({ id: "1", name: "", properties: { ...properties } });
const alice = {
  email: "alice@acme.test",
  permissions: ["build_applications"],
  status: "active",
  owner: false,
};

describe("The comparison of a resource", () => {
  test("finds nothing where order, repeats, letter case and an accepted invitation differ", () => {
    const permissions = ["update_certificates", "build_applications", "build_applications"];
    const state = stored("User", "Alice@Acme.test", "1", { permissions, status: "invited", owner: false });

    const listed = { ...alice, permissions: ["build_applications", "update_certificates"] };
    expect(compare(state, live(listed))).toEqual({ changes: [], unreadable: [] });
  });

  test("finds each property, and permissions as gained and lost in the portal's order", () => {
    const state = stored("User", "alice@acme.test", "1", { ...alice, permissions: ["update_certificates"] });
    const permissions = ["user_and_api_management", "modify_configuration", "tomorrow"];

    expect(compare(state, live({ ...alice, permissions, owner: true, status: "invited" })).changes).toEqual([
      {
        property: "permissions",
        before: ["update_certificates"],
        after: ["modify_configuration", "user_and_api_management", "tomorrow"],
        gained: ["modify_configuration", "user_and_api_management", "tomorrow"],
        lost: ["update_certificates"],
      },
      { property: "status", before: "active", after: "invited" },
      { property: "owner", before: false, after: true },
    ]);
  });

  test("takes no permissions and an empty set for the same", () => {
    const state = stored("SamlGroupMapping", "Developers", "1", { permissions: null });

    expect(compare(state, live({ groupName: "Developers", permissions: [] })).changes).toEqual([]);
    expect(compare(state, live({ groupName: "developers", permissions: [] })).changes).toMatchObject([
      { property: "groupName", before: "Developers", after: "developers" },
    ]);
  });

  test("says nothing of what an older state doesn't know", () => {
    expect(
      compare(stored("User", "alice@acme.test", "1"), live({ ...alice, permissions: [] })).changes,
    ).toEqual([]);
  });

  test("leaves an encrypted name alone, and tells encrypted permissions", () => {
    const closed = storedSecret({ ciphertext: "v1:x" });
    const state = stored("User", "alice", "1", { email: closed, permissions: [closed] });

    expect(hasSecretName(state)).toBe(true);
    expect(compare(state, live(alice))).toEqual({ changes: [], unreadable: ["permissions"] });
  });

  test("never shows a secret name, also where the state is decrypted", () => {
    const email = storedSecret({ plaintext: "bob@acme.test" });
    const resource = { ...upped("User", "alice", "1", { email }), inputs: { email } };
    const [state] = readDeployment("prod", exportOf([resource])).resources;

    expect(state && compare(state, live({ ...alice, permissions: [] })).changes).toEqual([
      { property: "email" },
    ]);
  });
});

describe("Permissions", () => {
  test("are internal keys, once each", () => {
    expect(permissionsIn(["Builds", "build_applications", 7])).toEqual(["build_applications"]);
    expect(permissionsIn(undefined)).toEqual([]);
  });

  test("are powerful where they lead to all others", () => {
    expect(powerfulOf(["build_applications", "modify_tenant_settings"])).toEqual(["modify_tenant_settings"]);
  });
});
