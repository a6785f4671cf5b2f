import { describe, expect } from "vitest";
import { ask } from "../../support/sandbox-call";
import { test } from "../../support/tenant";

const GROUP = "CN=App Admins,OU=Groups,DC=example";

describe("SAML group mappings", () => {
  test("hold a group's exact name and its permissions", async ({ sandbox, api }) => {
    const permissions = ["build_applications", "modify_configuration"];
    const { mapping_id } = await api.createSamlGroupMapping({ group_name: GROUP, permissions });

    expect((await ask(sandbox, "getSamlGroupMappings")).body).toEqual({
      mappings: [{ mapping_id, group_name: GROUP, permissions: "build_applications,modify_configuration" }],
    });
  });

  test("are one a group, in exactly these letters", async ({ sandbox, api }) => {
    await api.createSamlGroupMapping({ group_name: GROUP, permissions: [] });
    await api.createSamlGroupMapping({ group_name: GROUP.toLowerCase(), permissions: [] });

    expect(await ask(sandbox, "createSamlGroupMapping", { group_name: GROUP })).toMatchObject({
      status: 409,
      body: { error: "A mapping of this group already exists" },
    });
  });

  test("are changed and deleted by id", async ({ sandbox, api }) => {
    const { mapping_id } = await api.createSamlGroupMapping({ group_name: GROUP, permissions: [] });
    await api.updateSamlGroupMapping({ mapping_id, permissions: ["update_certificates"] });
    expect(sandbox.tenant.mappings).toMatchObject([{ permissions: ["update_certificates"] }]);

    await api.deleteSamlGroupMapping({ mapping_id });
    expect(sandbox.tenant.mappings).toEqual([]);
    expect(await ask(sandbox, "deleteSamlGroupMapping", { mapping_id })).toMatchObject({
      status: 404,
      text: `{"error":"SAML group mapping not found"}`,
    });
  });
});
