import { describe, expect } from "vitest";
import * as functions from "../../provider/pulumi/functions";
import { NotFoundError } from "../../provider/api/errors";
import { test } from "../support/configured";

describe("The functions of a program", () => {
  test("read the tenants, the subscription and the applications", async ({ configured: sandbox }) => {
    const { tenantId, name } = sandbox.tenant.tenant;

    expect(await functions.getTenants()).toEqual([{ tenantId, name, plan: "ENTERPRISE" }]);
    expect(await functions.getSubscription()).toEqual({
      plan: "ENTERPRISE",
      deletion: false,
      isTrial: false,
      deploymentEnvironments: false,
      maxUsers: undefined,
      concurrentBuilds: undefined,
    });
    expect(await functions.getApplications()).toEqual([{ applicationId: "app-1", platform: "ios" }]);
  });

  test("read users with sorted internal keys", async ({ configured: sandbox }) => {
    sandbox.portal.addUser({
      email: "eve@acme.test",
      permissions: ["update_certificates", "build_applications"],
    });

    const eve = (await functions.getUsers()).find(({ email }) => email === "eve@acme.test");

    expect(eve).toEqual({
      userId: expect.any(String) as string,
      email: "eve@acme.test",
      permissions: ["build_applications", "update_certificates"],
      status: "active",
      owner: false,
    });
  });

  test("read tokens and keys without a secret, and mappings", async ({ configured: sandbox }) => {
    sandbox.portal.addMapping({ group: "developers", permissions: ["build_applications"] });

    const found = {
      tokens: await functions.getApiTokens(),
      keys: await functions.getAutomationKeys(),
      mappings: await functions.getSamlGroupMappings(),
    };

    expect(found.tokens.map(({ tokenKey }) => tokenKey)).toEqual([sandbox.credentials.tokenKey]);
    expect(found.tokens[0]?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(found.keys.map(({ name, enabled }) => [name, enabled])).toEqual([["nightly", false]]);
    expect(found.mappings[0]?.groupName).toBe("developers");
    expect(JSON.stringify(found)).not.toContain(sandbox.credentials.tokenSecret);
  });

  test("share one list, and say as outputs what they say as promises", async ({ configured: sandbox }) => {
    const plain = await functions.getUsers();
    const output = await new Promise((resolve) => functions.getUsersOutput().apply(resolve));

    expect(output).toEqual(plain);
    expect(sandbox.calls.operations()).toEqual(["getUsers"]);
  });

  test("fail with AppTego's own error", async ({ configured: sandbox }) => {
    sandbox.failNext("getApplications", { kind: "reply", status: 404, body: '{"error":"No such tenant"}' });

    const failure = functions.getApplications();

    await expect(failure).rejects.toBeInstanceOf(NotFoundError);
    await expect(failure).rejects.toThrow("No such tenant");
  });

  test("each have an output form", () => {
    const names = Object.keys(functions).filter((name) => !name.endsWith("Output"));

    expect(names.length).toBe(7);
    expect(names.filter((name) => !(`${name}Output` in functions))).toEqual([]);
  });
});
