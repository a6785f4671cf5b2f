import { describe, expect } from "vitest";
import { NOTHING, test, type Wish } from "../support/story";

const WISH: Wish = {
  tokenPermissions: { type: "ApiToken", args: { name: "deploy", permissions: ["build_applications"] } },
  tokenName: { type: "ApiToken", args: { name: "ci" } },
  tokenGone: { type: "ApiToken", args: { name: "gone" } },
  userPermissions: { type: "User", args: { email: "alice@acme.test", permissions: ["Builds"] } },
  userStatus: { type: "User", args: { email: "bob@acme.test" } },
  userGone: { type: "User", args: { email: "carol@acme.test" } },
  mappingPermissions: {
    type: "SamlGroupMapping",
    args: { groupName: "developers", permissions: ["Builds"] },
  },
  mappingName: { type: "SamlGroupMapping", args: { groupName: "testers", permissions: [] } },
  mappingGone: { type: "SamlGroupMapping", args: { groupName: "gone", permissions: [] } },
  keyEnabled: { type: "AutomationKey", args: { name: "pipeline" } },
  keyName: { type: "AutomationKey", args: { name: "nightly" } },
  keyGone: { type: "AutomationKey", args: { name: "gone" } },
  untouched: { type: "ApiToken", args: { name: "untouched", permissions: ["Builds"] } },
};

const ONE_OF_EACH: Wish = {
  ci: { type: "ApiToken", args: { permissions: ["Builds"] } },
  alice: { type: "User", args: { email: "alice@acme.test" } },
  developers: { type: "SamlGroupMapping", args: { groupName: "developers", permissions: ["Builds"] } },
  pipeline: { type: "AutomationKey" },
};

const REFUSED = {
  error: "Permission denied",
  permission_denied: true,
  required_permission: "user_and_api_management",
};
const UNREADABLE = {
  "a refused credential": { kind: "reply", status: 401, body: '{"error":"Authentication failed"}' },
  "a missing permission": { kind: "reply", status: 403, body: JSON.stringify(REFUSED) },
  "a failing server": { kind: "serverError" },
  "a page instead of a list": { kind: "page" },
  "an empty reply": { kind: "empty" },
} as const;

/** What `--diff` prints of each resource, by its name: the operation's line and all until the next resource's. */
function toldOf(output: string): Record<string, string> {
  const parts = output.split(/^(?= *(?:[-+~]{1,2} ?)?pulumi[-:])/m);
  return Object.fromEntries(
    parts.flatMap((part) => {
      const name = /\[urn=.*::(\w+)\]/.exec(part)?.[1];
      return name === undefined ? [] : [[name, part]];
    }),
  );
}

describe("Drift", () => {
  test("of each property is named by a preview that writes nothing, and repaired by up", async ({
    sandbox,
    startStory,
    time,
  }) => {
    const { stack, state } = await startStory(WISH);
    expect((await stack.up()).exitCode).toBe(0);
    const before = await state();
    const { portal } = sandbox;
    portal.setTokenPermissions({ token: "deploy", permissions: ["update_certificates"] });
    portal.renameToken({ token: "ci", name: "renamed" });
    portal.deleteToken({ token: "gone" });
    portal.setUserPermissions({ email: "alice@acme.test", permissions: [] });
    portal.acceptInvitation({ email: "bob@acme.test" });
    portal.removeUser({ email: "carol@acme.test" });
    portal.setMappingPermissions({
      group: "developers",
      permissions: ["build_applications", "modify_configuration"],
    });
    portal.renameMapping({ group: "testers", name: "renamed" });
    portal.deleteMapping({ group: "gone" });
    portal.setKeyEnabled({ key: "pipeline", enabled: false });
    portal.renameKey({ key: "nightly", name: "renamed" });
    portal.deleteKey({ key: "gone" });
    time.ahead += 61_000; // what is younger isn't gone because a list lacks it
    sandbox.calls.clear();

    const seen = await stack.refresh({ previewOnly: true, args: ["--diff"] });

    expect(seen).toMatchObject({ exitCode: 0, changes: { ...NOTHING, update: 7, delete: 4 } });
    const told = toldOf(seen.stdout);
    expect(told["tokenPermissions"]).toMatch(
      /~ permissions *: \[\s+~ \[0\]: "build_applications" => "update_certificates"/,
    );
    expect(told["tokenName"]).toMatch(/~ name *: "ci" => "renamed"/);
    expect(told["userPermissions"]).toMatch(/~ permissions *: \[\s+- \[0\]: "build_applications"/);
    expect(told["mappingPermissions"]).toMatch(
      /~ permissions *: \[[^\]]+\]: "build_applications"\s+\+ \[1\]: "modify_configuration"/,
    );
    expect(told["mappingName"]).toMatch(/~ groupName *: "testers" => "renamed"/);
    expect(told["keyName"]).toMatch(/~ name *: "nightly" => "renamed"/);
    expect(told["keyEnabled"]).toMatch(/~ enabled *: true => false/);
    for (const gone of ["tokenGone", "userGone", "mappingGone", "keyGone"])
      expect(told[gone]).toMatch(/^ *- pulumi-nodejs:dynamic\/apptego:\w+: \(delete\)/);
    expect(told).not.toHaveProperty("untouched");
    expect(sandbox.calls.writes()).toEqual([]);
    expect(await state()).toEqual(before);

    const repaired = await stack.up(["--refresh"]);

    expect(repaired).toMatchObject({ exitCode: 0, changes: { create: 4, update: 4, replace: 3, delete: 0 } });
    const after = await state();
    const { status, ...bob } = { ...before["userStatus"]?.outputs };
    expect(status).toBe("invited");
    expect(after["userStatus"]?.outputs).toEqual({ ...bob, status: "active" });
    for (const name of [
      "tokenPermissions",
      "userPermissions",
      "mappingPermissions",
      "keyEnabled",
      "untouched",
    ])
      expect(after[name]).toEqual(before[name]);
    expect(await stack.refresh({ previewOnly: true })).toMatchObject({ changes: { ...NOTHING, same: 14 } });
    sandbox.calls.clear();
    expect(await stack.up()).toMatchObject({ changes: { ...NOTHING, same: 14 } });
    expect(sandbox.calls.operations()).toEqual([]);
  });

  test("is never made of a tenant that can't be read", async ({ sandbox, startStory, time }) => {
    const { stack, state } = await startStory(ONE_OF_EACH);
    expect((await stack.up()).exitCode).toBe(0);
    const before = await state();
    time.ahead += 61_000;

    for (const [what, fault] of Object.entries(UNREADABLE)) {
      sandbox.faults.add({ operation: "reads", count: 100, ...fault });
      const refreshed = await stack.refresh();
      sandbox.faults.clear();

      expect(refreshed.exitCode, what).not.toBe(0);
      expect(await state(), what).toEqual(before);
    }
    sandbox.calls.clear();
    expect(await stack.up(["--refresh"])).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(sandbox.calls.writes()).toEqual([]);
  });
});
