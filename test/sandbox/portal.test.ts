import { describe, expect } from "vitest";
import { PORTAL_ACTIONS } from "../../provider/sandbox/portal";
import { ask } from "../support/sandbox-call";
import { test } from "../support/tenant";

describe("By hand", () => {
  test("users come, change and go", ({ sandbox: { portal, ...sandbox }, sandbox: whole }) => {
    portal.addUser({ email: "Alice@acme.test", permissions: ["build_applications"] });
    portal.addUser({ email: "bob@acme.test", status: "invited" });
    portal.setUserPermissions({ email: "alice@ACME.test", permissions: ["not_known_to_anybody"] });
    portal.acceptInvitation({ email: "bob@acme.test" });
    portal.addUser({ email: "carol@acme.test", status: "invited" });
    portal.removeUser({ email: "carol@acme.test" });

    expect(whole.tenant.users.slice(1)).toMatchObject([
      { email: "Alice@acme.test", permissions: ["not_known_to_anybody"], status: "active" },
      { email: "bob@acme.test", permissions: [], status: "active" },
    ]);
    expect(whole.invitations.map(({ state }) => state)).toEqual(["accepted", "cancelled"]);
    expect(sandbox.calls.all).toEqual([]);
  });

  test("tokens come, change and go, by name or key", async ({ sandbox }) => {
    const { authorization } = sandbox.portal.addToken({ name: "ci" });
    sandbox.portal.setTokenPermissions({ token: "ci", permissions: ["build_applications"] });
    sandbox.portal.renameToken({ token: sandbox.tenant.tokens[1]?.tokenKey ?? "", name: "renamed" });

    expect(sandbox.tenant.tokens[1]).toMatchObject({ name: "renamed", permissions: ["build_applications"] });
    expect(await ask(sandbox, "getUsers", {}, { authorization })).toMatchObject({ status: 200 });

    sandbox.portal.deleteToken({ token: "renamed" });
    expect(await ask(sandbox, "getUsers", {}, { authorization })).toMatchObject({ status: 401 });
  });

  test("mappings come, change and go", ({ sandbox: { portal }, sandbox }) => {
    portal.addMapping({ group: "admins" });
    portal.addMapping({ group: "others", permissions: ["build_applications"] });
    portal.setMappingPermissions({ group: "admins", permissions: ["modify_configuration"] });
    portal.renameMapping({ group: "admins", name: "Admins" });
    portal.deleteMapping({ group: "others" });

    expect(sandbox.tenant.mappings).toMatchObject([
      { groupName: "Admins", permissions: ["modify_configuration"] },
    ]);
  });

  test("keys come, change and go", ({ sandbox: { portal }, sandbox }) => {
    portal.addKey({ name: "one" });
    portal.addKey({ name: "two", enabled: false });
    portal.setKeyEnabled({ key: "one", enabled: false });
    portal.renameKey({ key: "one", name: "uno" });
    portal.deleteKey({ key: "two" });

    expect(sandbox.tenant.keys).toMatchObject([{ name: "uno", enabled: false }]);
  });

  test.for([
    ["setUserPermissions", { email: "nobody@acme.test", permissions: [] }, "no user nobody@acme.test"],
    ["deleteToken", { token: "none" }, "no token none"],
    ["deleteMapping", { group: "none" }, "no mapping of none"],
    ["setKeyEnabled", { key: "none", enabled: true }, "no key none"],
  ] as const)("%s says what isn't there", ([action, args, message], { sandbox }) => {
    expect(() => sandbox.portal[action](args as never)).toThrow(message);
  });

  test("a secret is issued anew, and the old one opens nothing any more", async ({ sandbox, api }) => {
    const { authorization } = sandbox.portal.addToken({ name: "ci" });
    const { key_id, key_secret } = await api.createAutomationKey({ name: "ci" });
    sandbox.portal.rotateToken({ token: "ci" });
    sandbox.portal.rotateKey({ key: "ci" });
    const automation = await fetch(new URL("/automate/get_applications", sandbox.url), {
      headers: { authorization: `Bearer ${key_id}:${key_secret}` },
    });

    expect(await ask(sandbox, "getUsers", {}, { authorization })).toMatchObject({ status: 401 });
    expect(automation.status).toBe(401);
    expect(new Set(sandbox.issuedSecrets).size).toBe(sandbox.issuedSecrets.length);
  });

  test("everything can be done over HTTP too", ({ sandbox }) => {
    expect(Object.keys(PORTAL_ACTIONS).sort()).toEqual(Object.keys(sandbox.portal).sort());
  });
});
