import { describe, expect } from "vitest";
import { NOTHING, opensAutomation, opensTenant, test, type Wish } from "../support/story";

const wish = (changes: Record<string, Record<string, unknown>> = {}): Wish => ({
  ci: { type: "ApiToken", args: { permissions: ["build_applications"], ...changes["ci"] } },
  alice: {
    type: "User",
    args: { email: "alice@acme.test", permissions: ["Builds", "Certificates"], ...changes["alice"] },
  },
  developers: {
    type: "SamlGroupMapping",
    args: { groupName: "developers", permissions: ["build_applications"], ...changes["developers"] },
  },
  pipeline: { type: "AutomationKey", args: { name: "pipeline", ...changes["pipeline"] } },
});

const LISTS = ["getApiTokens", "getAutomationKeys", "getSamlGroupMappings", "getUsers"];
const UPDATED = {
  ci: { permissions: ["Certificates", "Builds"] },
  alice: { permissions: [], onDestroy: "clearPermissions" },
  developers: { permissions: ["Custom Messages"] },
  pipeline: { enabled: false },
};
/** The same in other words. */
const REWORDED = {
  ci: { permissions: [" builds", "update_certificates", "BUILDS"] },
  alice: { email: "Alice@ACME.test", permissions: null, onDestroy: "clearPermissions" },
  developers: { permissions: ["manage_custom_messages"] },
  pipeline: { enabled: false, rotateOn: {} },
};
const REPLACED = {
  ci: { ...UPDATED.ci, rotateOn: { month: "2026-12" } },
  alice: { email: "alice@example.test" },
  developers: { groupName: "apptego-developers" },
  pipeline: { name: "pipeline 2" },
};

describe("A tenant's four resources", () => {
  test("live from up to destroy as the program says", async ({ sandbox, startStory }) => {
    const { stack, wish: next, state } = await startStory(wish());

    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create: 5 } });
    expect(
      sandbox.calls
        .operations()
        .filter((name) => name.startsWith("get"))
        .sort(),
    ).toEqual(LISTS);
    expect(
      sandbox.calls
        .writes()
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual(
      [
        ...["createApiToken", "updateApiTokenPermissions", "addUser", "updateUserPermissions"],
        ...["createSamlGroupMapping", "createAutomationKey"],
      ].sort(),
    );
    const created = await state();
    expect(await opensTenant(sandbox, created["ci"]?.outputs ?? {})).toBe(true);
    expect(await opensAutomation(sandbox, created["pipeline"]?.outputs["authorization"])).toBe(true);

    sandbox.calls.clear();
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(sandbox.calls.operations()).toEqual([]);

    for (const time of ["first", "second", "third"]) {
      sandbox.calls.clear();
      expect(await stack.refresh(), `${time} refresh`).toMatchObject({
        exitCode: 0,
        changes: { ...NOTHING, same: 5 },
      });
      expect(sandbox.calls.operations().sort()).toEqual(LISTS);
    }
    expect(await state()).toEqual(created);

    sandbox.calls.clear();
    await next(wish(UPDATED));
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, update: 4, same: 1 } });
    expect(
      sandbox.calls
        .writes()
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual([
      "updateApiTokenPermissions",
      "updateAutomationKey",
      "updateSamlGroupMapping",
      "updateUserPermissions",
    ]);
    const updated = await state();
    for (const name of Object.keys(wish())) expect(updated[name]?.id).toBe(created[name]?.id);
    expect(updated["ci"]?.outputs).toEqual({
      ...created["ci"]?.outputs,
      permissions: ["build_applications", "update_certificates"],
    });
    expect(await opensAutomation(sandbox, updated["pipeline"]?.outputs["authorization"])).toBe(false);

    sandbox.calls.clear();
    await next(wish(REWORDED));
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(sandbox.calls.operations()).toEqual([]);

    await next(wish(REPLACED));
    const replaces = await stack.preview({ json: true });
    expect(replaces.changes).toEqual({ ...NOTHING, replace: 4, same: 1 });
    // Whether there is a free slot for each new credential.
    expect(sandbox.calls.operations().sort()).toEqual(["getApiTokens", "getAutomationKeys"]);
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, replace: 4, same: 1 } });
    const replaced = await state();
    for (const name of Object.keys(wish())) expect(replaced[name]?.id).not.toBe(updated[name]?.id);
    expect(await opensTenant(sandbox, replaced["ci"]?.outputs ?? {})).toBe(true);
    expect(await opensTenant(sandbox, updated["ci"]?.outputs ?? {})).toBe(false);
    expect(sandbox.tenant.users.map(({ email, permissions }) => [email, permissions.length])).toEqual([
      ["owner@acme.test", 6],
      ["alice@acme.test", 0], // onDestroy: clearPermissions
      ["alice@example.test", 2],
    ]);

    expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, delete: 5 } });
    expect((await stack.export()).deployment.resources).toEqual([]);
    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual([sandbox.credentials.tokenKey]);
    expect(sandbox.tenant).toMatchObject({ mappings: [], keys: [] });
    expect(sandbox.tenant.users.map(({ email }) => email)).toEqual(["owner@acme.test", "alice@acme.test"]);
  });

  test("get their new credentials before the old ones go", async ({ sandbox, startStory }) => {
    const credentials = (month: string): Wish => ({
      ci: { type: "ApiToken", args: { rotateOn: { month } } },
      named: { type: "ApiToken", args: { name: "deploy", rotateOn: { month } } },
      pipeline: { type: "AutomationKey", args: { rotateOn: { month } } },
    });
    const { stack, wish: next, state } = await startStory(credentials("2026-11"));
    expect((await stack.up()).exitCode).toBe(0);
    const before = await state();
    sandbox.calls.clear();

    await next(credentials("2026-12"));
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, replace: 3, same: 1 } });

    const after = await state();
    const writes = sandbox.calls.writes();
    for (const name of Object.keys(credentials(""))) {
      const [issued, revoked] = [after[name]?.id, before[name]?.id].map((id) =>
        writes.findIndex((call) => call.id === id),
      );
      expect(issued).toBeGreaterThanOrEqual(0);
      expect(revoked).toBeGreaterThan(issued ?? NaN);
    }
    expect(after["ci"]?.outputs["name"]).not.toBe(before["ci"]?.outputs["name"]);
    expect(after["named"]?.outputs["name"]).toBe("deploy");
    expect(writes).toHaveLength(6);
  });
});
