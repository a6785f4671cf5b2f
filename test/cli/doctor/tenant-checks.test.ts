import { describe, expect } from "vitest";
import { LIMITS, operations } from "../../../provider/api/contract";
import { lookAtTenant, neededFor } from "../../../provider/cli/doctor/tenant-checks";
import { test } from "../../support/tenant";

const SEED = {
  tokens: [
    { name: "pipeline", permissions: ["Users & API Management"] },
    ...Array.from({ length: 18 }, (_, at) => ({ name: `token-${at}` })),
  ],
};

test.override({ sandboxOptions: { seed: SEED } });

describe("What the provider needs", () => {
  test("is what the contract says of its resources", () => {
    expect([...neededFor(operations)]).toEqual([
      ["user_and_api_management", ["users", "API tokens", "SAML group mappings", "automation keys"]],
    ]);
  });
});

describe("A look at the tenant", () => {
  test("counts what is used of each limit, and warns before it is full", async ({ tenant, connection }) => {
    const { limits, checks, isUnreachable } = await lookAtTenant(tenant, connection, false);

    expect(limits).toEqual([
      { what: "API tokens", used: 19, limit: 20 },
      { what: "automation keys", used: 0, limit: 10 },
      { what: "users", used: 1, limit: LIMITS.users.ENTERPRISE },
    ]);
    expect(checks).toContainEqual(
      expect.objectContaining({
        area: "limits",
        title: "API tokens",
        result: "warning",
        says: "19 of 20 used",
      }),
    );
    expect(isUnreachable).toBe(false);
  });

  test("goes by the tenant's own limit of users", async ({ tenant, connection, sandbox }) => {
    sandbox.portal.setMaxUsers({ maxUsers: 1 });
    const { checks } = await lookAtTenant(tenant, connection, false);

    expect(checks).toContainEqual(
      expect.objectContaining({ title: "users", result: "warning", says: "1 of 1 used" }),
    );
  });

  test("names the plan, and what it lacks", async ({ tenant, connection, sandbox }) => {
    sandbox.portal.setPlan({ plan: "TEAM" });
    const { checks } = await lookAtTenant(tenant, connection, false);

    expect(checks).toContainEqual(
      expect.objectContaining({ title: "plan", says: "TEAM, which has no SAML group mappings" }),
    );
    expect(checks).toContainEqual(expect.objectContaining({ title: "name", result: "ok", says: "Acme" }));
  });

  test("tells what is held and needed, and what is held in vain", async ({ tenant, connection, sandbox }) => {
    const permissions = ["build_applications", "user_and_api_management"];
    sandbox.portal.setTokenPermissions({ token: "pipeline", permissions });
    const look = await lookAtTenant(tenant, connection, false);

    expect(look.permissions).toContainEqual(
      expect.objectContaining({
        permission: "build_applications",
        label: "Builds",
        held: true,
        neededFor: [],
      }),
    );
    expect(look.checks).toContainEqual(
      expect.objectContaining({
        area: "permissions",
        result: "warning",
        says: "it may do more than it needs: Builds",
      }),
    );
    const looking = await lookAtTenant(tenant, connection, true);
    expect(looking.checks).toContainEqual(
      expect.objectContaining({ says: "it may do more than it needs: Builds, Users & API Management" }),
    );
  });

  test("doesn't guess what it can't read", async ({ tenant, connection, sandbox }) => {
    sandbox.faults.add({ operation: "getApiTokens", kind: "withField", field: "api_tokens", value: [] });
    sandbox.faults.add({
      operation: "getUsers",
      kind: "reply",
      status: 403,
      body: JSON.stringify({ error: "No" }),
    });
    sandbox.faults.add({
      operation: "getTenants",
      kind: "reply",
      status: 403,
      body: JSON.stringify({ error: "No" }),
    });
    const { permissions, checks, limits } = await lookAtTenant(tenant, connection, false);

    expect(permissions.map(({ held }) => held)).toEqual(Array(6).fill(null));
    expect(checks.find(({ area }) => area === "permissions")).toMatchObject({
      ...{
        result: "unknown",
        says: "what it may do can't be told: AppTego's list of API tokens doesn't show it",
      },
    });
    expect(limits.at(-1)).toEqual({ what: "users", used: null, limit: 100 });
    expect(checks.find(({ title }) => title === "name")).toMatchObject({ result: "unknown" });
  });

  test("says where the token may not even look", async ({ tenant, connection, sandbox }) => {
    const body = JSON.stringify({ error: "No", permission_denied: true });
    sandbox.faults.add({ operation: "getApiTokens", kind: "reply", status: 403, body });
    const { checks } = await lookAtTenant(tenant, connection, false);

    expect(checks.find(({ area }) => area === "permissions")).toMatchObject({ result: "wrong" });
  });
});
