import { describe, expect } from "vitest";
import { importFileOf } from "../../../provider/cli/export/import-file";
import { selectObjects } from "../../../provider/cli/export/objects";
import { COMPONENT } from "../../../provider/cli/export/yaml";
import { test } from "../../support/tenant";

test.override({
  sandboxOptions: {
    seed: {
      tokens: [{ name: "in use", permissions: ["user_and_api_management"] }],
      users: [{ email: "owner@acme.test", owner: true, permissions: [] }],
    },
  },
});

const PROVIDER = 'exports.handler = () => require("pulumi-apptego/runtime").ApiToken';

describe("The import file", () => {
  test("holds each resource as a takeover leaves it in the state, without a secret", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.portal.setTokenPermissions({
      token: "in use",
      permissions: ["user_and_api_management", "fly_rockets", "build_applications"],
    });
    const { objects } = await selectObjects(tenant, { kinds: ["token"] });
    const { tokenKey, tokenSecret } = sandbox.credentials;

    const file = importFileOf(objects, tenant.id);

    expect(file.resources).toEqual([
      {
        ...{ type: "pulumi-nodejs:dynamic/apptego:ApiToken", name: "in-use", id: tokenKey },
        inputs: {
          name: "in use",
          permissions: ["build_applications", "user_and_api_management"],
          __import: tokenKey,
          __provider: PROVIDER,
        },
        outputs: {
          name: "in use",
          permissions: ["build_applications", "fly_rockets", "user_and_api_management"],
          tokenKey,
          createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
          __import: tokenKey,
          __provider: PROVIDER,
          __tenant: tenant.id,
        },
      },
    ]);
    expect(JSON.stringify(file)).not.toContain(tokenSecret);
  });

  test("names the component of tenant.yaml first, and its children by it", async ({ tenant }) => {
    const { objects } = await selectObjects(tenant, { kinds: ["user"] });

    expect(importFileOf(objects, tenant.id, COMPONENT).resources).toMatchObject([
      { type: "apptego:index:TenantAccess", name: "tenant", component: true },
      { name: "tenant-user-owner@acme.test", parent: "tenant", outputs: { adopted: true, owner: true } },
    ]);
  });
});
