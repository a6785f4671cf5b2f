import { describe, expect } from "vitest";
import { findDrift } from "../../../provider/cli/drift/find-drift";
import { readDeployment } from "../../../provider/cli/stacks/deployment";
import { upped, wholeState } from "../../support/drift";
import { exportOf, storedSecret } from "../../support/states";
import { test } from "../../support/tenant";

test.override({
  sandboxOptions: {
    seed: {
      users: [{ email: "alice@acme.test", permissions: ["Builds"] }],
      keys: [{ name: "builds" }],
    },
  },
});

const stack = (name: string, resources: readonly object[]) => readDeployment(name, exportOf(resources));

describe("Finding drift", () => {
  test("counts what two stacks hold together as managed", async ({ tenant, sandbox }) => {
    const [alice = {}, ...others] = wholeState(sandbox);
    const { outcomes, kinds } = await findDrift(tenant, [stack("people", [alice]), stack("ci", others)]);

    expect(outcomes.map(({ status, name, stack: of }) => [status, name, of])).toEqual([
      ["same", "alice@acme.test", "people"],
      ["unmanaged", "owner@acme.test", undefined],
      ["unmanaged", "sandbox", undefined],
      ["same", "builds", "ci"],
    ]);
    expect(kinds).toContainEqual({ kind: "user", listed: 2, managed: 1 });
    expect(sandbox.calls.all).toHaveLength(4);
  });

  test("tells what somebody who is gone could do", async ({ tenant }) => {
    const permissions = ["build_applications"];
    const { outcomes } = await findDrift(tenant, [
      stack("prod", [upped("User", "eve@acme.test", "e", { permissions })]),
    ]);

    expect(outcomes[0]).toMatchObject({ status: "missing", changes: [{ lost: permissions, gained: [] }] });
  });

  test("takes for missing only what a list without doubt lacks", async ({ tenant, sandbox }) => {
    sandbox.faults.add({ operation: "getUsers", kind: "withField", field: "users", value: [], count: 9 });
    const { outcomes } = await findDrift(tenant, [stack("prod", wholeState(sandbox))]);

    expect(outcomes.filter(({ kind }) => kind === "user")).toMatchObject([
      { status: "unknown", name: "alice@acme.test", notes: [expect.stringContaining("empty list of users")] },
    ]);
  });

  test("finds in a second list what the first one didn't show yet", async ({ tenant, sandbox }) => {
    const state = wholeState(sandbox);
    sandbox.faults.add({
      operation: "getAutomationKeys",
      kind: "withField",
      field: "automation_keys",
      value: [],
    });
    const { outcomes } = await findDrift(tenant, [stack("prod", state)]);

    expect(outcomes.filter(({ kind }) => kind === "key")).toMatchObject([{ status: "same", name: "builds" }]);
  });

  test("can't tell of what belongs to another tenant, or of what nobody knows to be there", async ({
    tenant,
  }) => {
    const foreign = upped("User", "alice@acme.test", "a", { __tenant: "f".repeat(32) });
    const lost = upped("ApiToken", "ci", "unresolved:0123456789ab");
    const { outcomes } = await findDrift(tenant, [stack("prod", [foreign, lost])]);

    expect(outcomes.filter(({ urn }) => urn !== undefined)).toMatchObject([
      { status: "unknown", notes: [expect.stringMatching(/^it belongs to the tenant f{32}, this is /)] },
      { status: "unknown", notes: [expect.stringContaining("run pulumi up")] },
    ]);
  });

  test("waits for nobody where an old object is still to be deleted", async ({ tenant, sandbox }) => {
    const old = { ...upped("AutomationKey", "old", "gone"), delete: true };
    const { outcomes } = await findDrift(tenant, [stack("prod", [old])]);

    expect(outcomes.find(({ name }) => name === "old")).toMatchObject({
      status: "same",
      notes: [/deletes it/],
    });
    expect(sandbox.calls.count("getAutomationKeys")).toBe(1);
  });

  test("knows a secret user by the id, and shows the resource's name alone", async ({ tenant, sandbox }) => {
    const id = sandbox.tenant.users.find(({ email }) => email === "alice@acme.test")?.userId ?? "";
    const email = storedSecret({ ciphertext: "v1:x" });
    sandbox.portal.setUserPermissions({ email: "alice@acme.test", permissions: [] });
    const alice = {
      ...upped("User", "the-boss", id, { email, permissions: ["build_applications"] }),
      inputs: { email },
    };
    const { outcomes } = await findDrift(tenant, [stack("prod", [alice])]);

    expect(outcomes[0]).toMatchObject({
      status: "changed",
      name: "the-boss",
      changes: [{ lost: ["build_applications"] }],
    });
    expect(JSON.stringify(outcomes)).not.toContain("alice");
  });

  test("hides a secret name that somebody else bears now, where the state is decrypted", async ({
    tenant,
  }) => {
    const email = storedSecret({ plaintext: "alice@acme.test" });
    const gone = { ...upped("User", "the-boss", "gone", { email }), inputs: { email } };
    const { outcomes } = await findDrift(tenant, [stack("prod", [gone])]);

    const shown = outcomes.map(({ names: _names, ...outcome }) => outcome);
    expect(shown.map(({ name }) => name)).toContain("(a name that the program keeps secret)");
    expect(JSON.stringify(shown)).not.toContain("alice");
  });

  test("can't compare encrypted permissions, and says how", async ({ tenant, sandbox }) => {
    const id = sandbox.tenant.users.find(({ email }) => email === "alice@acme.test")?.userId ?? "";
    const closed = { permissions: storedSecret({ ciphertext: "v1:x" }) };
    const { outcomes } = await findDrift(tenant, [
      stack("prod", [upped("User", "alice@acme.test", id, closed)]),
    ]);

    expect(outcomes[0]).toMatchObject({ status: "unknown", notes: [expect.stringContaining("--decrypt")] });
  });
});

describe("Finding drift where the plan lacks a kind", () => {
  test.override({ sandboxOptions: { plan: "TEAM" } });

  test("knows that there are none", async ({ tenant }) => {
    const { kinds, outcomes } = await findDrift(tenant, []);

    expect(kinds).toContainEqual({ kind: "mapping", listed: 0, managed: 0 });
    expect(outcomes.filter(({ status }) => status === "unknown")).toEqual([]);
  });

  test("can't tell of those that a state holds", async ({ tenant }) => {
    const { outcomes } = await findDrift(tenant, [
      stack("prod", [upped("SamlGroupMapping", "Developers", "m")]),
    ]);

    expect(outcomes).toContainEqual(expect.objectContaining({ status: "unknown", kind: "mapping", id: "" }));
  });
});
