import { describe, expect } from "vitest";
import { startSandbox } from "../../provider/sandbox";
import { ask } from "../support/sandbox-call";
import { test } from "../support/tenant";

describe("A sandbox", () => {
  test("starts as an Enterprise tenant with an owner and one token, its own", ({ sandbox }) => {
    const { tenantId, tokenKey } = sandbox.credentials;

    expect(tenantId).toMatch(/^[0-9a-f]{32}$/);
    expect(sandbox.tenant).toMatchObject({
      tenant: { tenantId, plan: "ENTERPRISE" },
      users: [{ email: "owner@acme.test", owner: true, status: "active" }],
      tokens: [{ tokenKey, name: "sandbox", permissions: ["user_and_api_management"] }],
      mappings: [],
      keys: [],
    });
  });

  test("goes back to its seed, ids and credentials included", async ({ sandbox, api }) => {
    const before = sandbox.tenant;
    await api.createApiToken({ name: "ci" });
    await api.addUser({ email: "alice@acme.test" });
    sandbox.portal.setPlan({ plan: "FREE" });
    sandbox.portal.setMaxUsers({ maxUsers: 1 });
    sandbox.portal.deleteToken({ token: "sandbox" });
    sandbox.faults.add({ kind: "reset", rate: 1 });
    sandbox.faults.add({ operation: "getUsers", kind: "listLag" });
    sandbox.reset();

    expect(sandbox.tenant).toEqual(before);
    expect(sandbox.calls.all).toEqual([]);
    expect(sandbox.faults.due()).toEqual([]);
    expect((await api.getUsers({})).users).toHaveLength(1);
  });

  test("may be reset again and again", async ({ sandbox, api }) => {
    for (let round = 0; round < 2; round++) {
      await api.createApiToken({ name: "ci" });
      sandbox.reset();
    }

    expect(sandbox.tenant.tokens).toHaveLength(1);
  });

  test("shows no hash and no secret of what it holds", async ({ sandbox, api }) => {
    await api.createAutomationKey({ name: "pipeline" });
    const shown = JSON.stringify([sandbox.tenant, sandbox.calls.all, sandbox.auditLog]);

    expect(shown).not.toMatch(/secret/i);
    for (const secret of sandbox.issuedSecrets) expect(shown).not.toContain(secret);
    expect(sandbox.issuedSecrets).toContain(sandbox.credentials.tokenSecret);
  });

  test("stands beside others", async ({ sandbox }) => {
    await using other = await startSandbox({ plan: "TEAM" });

    expect(other.url).not.toBe(sandbox.url);
    expect(
      await ask(other, "getUsers", {}, { authorization: sandbox.credentials.authorization }),
    ).toMatchObject({
      status: 401,
    });
    expect(other.tenant.tenant.plan).toBe("TEAM");
  });
});
