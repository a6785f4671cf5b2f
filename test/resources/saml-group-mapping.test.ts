import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated, Refused } from "../../provider/resources/lifecycle";
import type { Tenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const mapping = resourceOf("SamlGroupMapping");
const developers = { groupName: "developers", permissions: ["build_applications"] };

describe("A SAML group mapping", () => {
  test("isn't made of a group that is mapped twice: both ids are named", async ({ tenant, sandbox }) => {
    for (const group of ["developers", "developers"]) sandbox.portal.addMapping({ group });
    const failure = String(await failureOf(mapping.create(tenant, developers)));

    for (const { mappingId } of sandbox.tenant.mappings) expect(failure).toContain(mappingId);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test.for(["reset", "serverError", "page", "empty"] as const)(
    "is found again after a lost reply, and not made twice: %s",
    async (kind, { tenant, sandbox }) => {
      sandbox.failNext("createSamlGroupMapping", { kind, when: "after" });
      const { id, state } = await mapping.create(tenant, developers);

      expect(state).toEqual({ ...developers, mappingId: id });
      expect(sandbox.tenant.mappings.map(({ mappingId }) => mappingId)).toEqual([id]);
      expect(sandbox.calls.count("createSamlGroupMapping")).toBe(1);
    },
  );

  test("is made anew where the first attempt came to nothing", async ({ tenant, sandbox }) => {
    sandbox.failNext("createSamlGroupMapping", { kind: "reset" });
    await mapping.create(tenant, developers);

    expect(sandbox.tenant.mappings).toHaveLength(1);
  });

  test("is found by its group also after a late commit made a conflict", async ({ tenant, sandbox }) => {
    sandbox.failNext("createSamlGroupMapping", { kind: "late", reply: "reset" });
    const { fresh } = tenant.mappings;
    await fresh();
    const lagging = async () => {
      const before = await fresh();
      sandbox.releaseLate();
      return before;
    };
    const mappings = { ...tenant.mappings, fresh: lagging };
    const failure = await failureOf(mapping.create({ ...tenant, mappings }, developers));

    expect(sandbox.tenant.mappings).toHaveLength(1);
    expect(failure).toBeUndefined();
  });

  test("of a group that is mapped already is refused with the way out", async ({ tenant, sandbox }) => {
    sandbox.portal.addMapping({ group: "developers" });
    const [{ mappingId } = { mappingId: "" }] = sandbox.tenant.mappings;
    const failure = await failureOf(mapping.create(tenant, developers));

    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toContain(`{ import: "${mappingId}" }`);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("that somebody made since our list is refused too, and left as it is", async ({ tenant, sandbox }) => {
    await tenant.mappings.baseline();
    sandbox.portal.addMapping({ group: "developers", permissions: ["update_certificates"] });

    expect(await failureOf(mapping.create(tenant, developers))).toBeInstanceOf(Refused);
    expect(sandbox.tenant.mappings[0]?.permissions).toEqual(["update_certificates"]);
  });

  test("of a group in other letters is another one", async ({ tenant, sandbox }) => {
    sandbox.portal.addMapping({ group: "Developers" });
    await mapping.create(tenant, developers);

    expect(sandbox.tenant.mappings).toHaveLength(2);
  });

  test("stays in doubt when no reply tells, and the next run makes it", async ({ tenant, sandbox }) => {
    sandbox.failNext("createSamlGroupMapping", { kind: "late", reply: "reset", count: 3 });
    const failure = await failureOf(mapping.create(tenant, developers));
    expect(failure).toBeInstanceOf(PartlyCreated);
    const { id, state } = (failure as PartlyCreated).created;
    sandbox.releaseLate();

    expect(await mapping.read(tenant, id, state)).toMatchObject(developers);
    await mapping.delete(tenant, id, state);
    expect(sandbox.tenant.mappings).toEqual([]);
    await mapping.delete(tenant, id, state);
    expect((await mapping.create(tenant, developers)).state).toMatchObject(developers);
  });

  test("is read back when it gains or loses administration", async ({ tenant, sandbox }) => {
    const { id, state } = await mapping.create(tenant, developers);
    sandbox.failNext("updateSamlGroupMapping", { kind: "notApplied" });
    const wish = { groupName: "developers", permissions: ["user_and_api_management"] };
    const failure = await failureOf(mapping.update(tenant, id, state, wish));

    expect(failure).toMatchObject({
      created: { id, state },
      reasons: [expect.stringContaining("but holds")],
    });
  });

  test("that administers is read back when it is made, and made good where AppTego ignored it", async ({
    tenant,
    sandbox,
  }) => {
    const { createSamlGroupMapping } = tenant.api;
    const deaf: Tenant["api"] = {
      ...tenant.api,
      createSamlGroupMapping: async ({ group_name }) =>
        createSamlGroupMapping({ group_name, permissions: [] }),
    };
    const admins = { groupName: "admins", permissions: ["user_and_api_management"] };
    await mapping.create({ ...tenant, api: deaf }, admins);

    expect(sandbox.tenant.mappings.map(({ permissions }) => permissions)).toEqual([admins.permissions]);
    const made = ["getSamlGroupMappings", "createSamlGroupMapping", "getSamlGroupMappings"];
    expect(sandbox.calls.operations()).toEqual([...made, "updateSamlGroupMapping", "getSamlGroupMappings"]);
    sandbox.calls.clear();
    await mapping.create(tenant, { ...admins, groupName: "others" });
    expect(sandbox.calls.operations()).toEqual(made.slice(1));
  });

  test("that administers isn't taken for made where no list shows it, and keeps its id", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.failNext("getSamlGroupMappings", { kind: "reply", skip: 1, status: 403, body: '{"error":"No"}' });
    const admins = { groupName: "admins", permissions: ["user_and_api_management"] };
    const failure = await failureOf(mapping.create(tenant, admins));

    const { mappingId } = sandbox.tenant.mappings[0] ?? {};
    expect(failure).toMatchObject({ created: { id: mappingId, state: { permissions: [] } } });
    const { id, state } = (failure as PartlyCreated).created;
    expect(await mapping.update(tenant, id, state, admins)).toMatchObject(admins);
  });

  test("needs the Enterprise plan, as AppTego says", async ({ tenant, sandbox }) => {
    sandbox.portal.setPlan({ plan: "TEAM" });

    expect(await failureOf(mapping.create(tenant, developers))).toMatchObject({ name: "PlanError" });
  });
});
