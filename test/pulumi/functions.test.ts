import type * as pulumi from "@pulumi/pulumi";
import { describe, expect } from "vitest";
import * as functions from "../../provider/pulumi/functions";
import { NotFoundError } from "../../provider/api/errors";
import { test } from "../support/configured";

/** Every function by name, as promise and as output. */
const FORMS = [
  ["getTenants", functions.getTenants, functions.getTenantsOutput],
  ["getSubscription", functions.getSubscription, functions.getSubscriptionOutput],
  ["getApplications", functions.getApplications, functions.getApplicationsOutput],
  ["getUsers", functions.getUsers, functions.getUsersOutput],
  ["getApiTokens", functions.getApiTokens, functions.getApiTokensOutput],
  ["getSamlGroupMappings", functions.getSamlGroupMappings, functions.getSamlGroupMappingsOutput],
  ["getAutomationKeys", functions.getAutomationKeys, functions.getAutomationKeysOutput],
] as const;

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

  test("share one list", async ({ configured: sandbox }) => {
    const first = await functions.getUsers();

    expect(await functions.getUsers()).toEqual(first);
    expect(sandbox.calls.operations()).toEqual(["getUsers"]);
  });

  test.for(FORMS)("say as output what %s says as promise", async ([, promise, output], { configured }) => {
    configured.portal.addMapping({ group: "developers", permissions: ["build_applications"] });
    const plain = await promise();
    const applied = await new Promise((resolve) => (output() as pulumi.Output<unknown>).apply(resolve));

    expect(applied).toEqual(plain);
    expect(applied).not.toEqual([]);
  });

  test("fail with AppTego's own error", async ({ configured: sandbox }) => {
    sandbox.failNext("getApplications", { kind: "reply", status: 404, body: '{"error":"No such tenant"}' });

    const failure = functions.getApplications();

    await expect(failure).rejects.toBeInstanceOf(NotFoundError);
    await expect(failure).rejects.toThrow("No such tenant");
  });

  test("each have an output form", () => {
    const all = FORMS.flatMap(([name]) => [name, `${name}Output`]);

    expect(Object.keys(functions).sort()).toEqual(all.sort());
  });
});
