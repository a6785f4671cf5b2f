import { describe, expect } from "vitest";
import { readLive } from "../../../provider/cli/access/read-live";
import { test } from "../../support/tenant";

describe("The tenant's matrix", () => {
  test("costs one call a kind", async ({ sandbox, tenant }) => {
    sandbox.portal.addMapping({ group: "ops", permissions: ["build_applications"] });
    const { matrix, unread } = await readLive(tenant, "t");

    expect(matrix).toMatchObject({
      tenant: "t",
      subjects: [{ kind: "user" }, { kind: "token" }, { kind: "group" }],
    });
    expect(unread).toEqual([]);
    expect(sandbox.calls.operations().sort()).toEqual(["getApiTokens", "getSamlGroupMappings", "getUsers"]);
  });

  test("has none of what the plan doesn't hold", async ({ sandbox, tenant }) => {
    sandbox.portal.setPlan({ plan: "TEAM" });

    expect(await readLive(tenant, "t")).toMatchObject({ matrix: { subjects: [{}, {}] }, unread: [] });
  });

  test("says what the token may not list", async ({ sandbox, tenant }) => {
    const body = `{"error": "Permission denied"}`;
    sandbox.faults.add({ operation: "getUsers", kind: "reply", status: 403, body });

    expect(await readLive(tenant, "t")).toMatchObject({
      matrix: { subjects: [{ kind: "token" }] },
      unread: [{ kind: "user", reason: expect.stringContaining("Permission denied") }],
    });
  });

  test("fails where nothing can be listed, or AppTego doesn't answer", async ({ sandbox, tenant }) => {
    sandbox.faults.add({ operation: "reads", kind: "reply", status: 403, body: `{"error": "No"}`, count: 3 });
    await expect(readLive(tenant, "t")).rejects.toMatchObject({ name: "PermissionError" });

    sandbox.faults.add({ operation: "getUsers", kind: "reply", status: 401, body: `{"error": "No"}` });
    await expect(readLive(tenant, "t")).rejects.toMatchObject({ name: "AuthenticationError" });
  });
});
