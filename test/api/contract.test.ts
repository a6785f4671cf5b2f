import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Operation } from "../../provider/api/contract";
import { operations, PLAN_REFUSAL, SECRET_FIELDS } from "../../provider/api/contract";
import { fieldsOf } from "../../provider/api/field-names";
import { PERMISSION_KEYS } from "../../provider/api/permissions";

const all: [string, Operation][] = Object.entries(operations);

describe("The contract", () => {
  test.each(all)("describes %s completely", (_, operation) => {
    expect(operation.path).toMatch(/^[a-z_]+$/);
    expect(operation.plans.length).toBeGreaterThan(0);
    expect(operation.timeoutMs).toBeGreaterThan(0);
    expect([undefined, ...PERMISSION_KEYS]).toContain(operation.permission);
    if (operation.method === "GET") expect(fieldsOf(operation.request)).toEqual([]);
    if (operation.effect === "read") expect(operation.permission).toBeUndefined();
  });

  test("gives each path to one operation", () => {
    expect(new Set(all.map(([, { path }]) => path)).size).toBe(all.length);
  });

  test("asks for no tenant just where the documentation says so", () => {
    const without = all.filter(([, { tenantScoped }]) => !tenantScoped).map(([name]) => name);

    expect(without).toEqual(["getTenants", "createTenant"]);
  });

  test("issues secrets in creates only", () => {
    const issuing = all.filter(([, { reply }]) => fieldsOf(reply).some((field) => SECRET_FIELDS.has(field)));

    expect(issuing.map(([name, { effect }]) => [name, effect])).toEqual([
      ["createApiToken", "create"],
      ["createAutomationKey", "create"],
    ]);
  });

  test("understands the reply of the documentation", () => {
    const reply = { applications: [{ application_id: "app-uuid-1234", platform: "android" }] };

    expect(z.decode(operations.getApplications.reply, reply)).toEqual(reply);
  });

  test.each([
    ["API tokens require a Team or Enterprise plan", true],
    ["SAML SSO requires an Enterprise plan", true],
    ["You don't have permission to do this. The 'Configuration' permission is required.", false],
    ["Version is missing", false],
  ])("takes %j for a refusal of the plan: %s", (words, refusal) => {
    expect(PLAN_REFUSAL.test(words)).toBe(refusal);
  });
});
