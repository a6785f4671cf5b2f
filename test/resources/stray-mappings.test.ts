import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { type PartlyCreated, Refused } from "../../provider/resources/lifecycle";
import { heldId } from "../../provider/resources/reclaim";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import type { Sandbox } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const mapping = resourceOf("SamlGroupMapping");
const WISH = { groupName: "developers", permissions: ["build_applications"] };
const BY_HAND = { group: "developers", permissions: ["build_applications"] };

async function inDoubt(tenant: Tenant, sandbox: Sandbox): Promise<PartlyCreated["created"]> {
  sandbox.failNext("createSamlGroupMapping", { kind: "reset", count: 3 });
  return ((await failureOf(mapping.create(tenant, WISH))) as PartlyCreated).created;
}

describe("A mapping whose creation is in doubt", () => {
  const time = { now: 0 };
  test.override({ sandboxOptions: { clock: () => time.now } });
  test.beforeEach(() => {
    time.now = Date.parse("2020-01-01T00:00:00Z");
  });

  test("goes with a destroy at once, and that is told", async ({ tenant, sandbox, told }) => {
    const { id, state } = await inDoubt(tenant, sandbox);
    sandbox.portal.addMapping(BY_HAND);
    await mapping.delete(tenant, id, state);

    expect(sandbox.tenant.mappings).toEqual([]);
    expect(told.some((message) => message.includes("whose reply was lost, was deleted"))).toBe(true);
  });

  test("goes also when it comes after the first look", async ({ sandbox, api, connection, clock }) => {
    const late = (milliseconds: number) => {
      if (milliseconds > 60_000) sandbox.portal.addMapping(BY_HAND);
      return Promise.resolve();
    };
    const tenant = openTenant(api, connection, { wait: late, clock, tell: () => undefined });
    const { id, state } = await inDoubt(tenant, sandbox);
    await mapping.delete(tenant, id, state);

    expect(sandbox.tenant.mappings).toEqual([]);
  });

  test("may be a person's by now: then nothing is deleted but by a run that maps the group itself", async ({
    tenant,
    sandbox,
  }) => {
    const { id, state } = await inDoubt(tenant, sandbox);
    time.now += 3_600_000;
    sandbox.portal.addMapping(BY_HAND);

    const refusal = await failureOf(mapping.delete(tenant, id, state));
    expect(refusal).toBeInstanceOf(Refused);
    expect(String(refusal)).toMatch(/Delete the mapping in the portal .* pulumi state delete/);
    expect(sandbox.tenant.mappings).toHaveLength(1);
    tenant.retried.add(heldId("SamlGroupMapping", id));
    await mapping.delete(tenant, id, state);
    expect(sandbox.tenant.mappings).toEqual([]);
  });

  test("isn't one that says something else", async ({ tenant, sandbox }) => {
    const { id, state } = await inDoubt(tenant, sandbox);
    sandbox.portal.addMapping({ ...BY_HAND, permissions: [] });
    await mapping.delete(tenant, id, state);

    expect(sandbox.tenant.mappings).toHaveLength(1);
  });

  test("isn't the one of another group, nor one that a state holds", async ({ tenant, sandbox }) => {
    const { id, state } = await inDoubt(tenant, sandbox);
    sandbox.portal.addMapping({ ...BY_HAND, group: "testers" });
    await mapping.delete(tenant, id, state);
    sandbox.portal.addMapping(BY_HAND);
    const [, held] = sandbox.tenant.mappings;
    tenant.held.add(heldId("SamlGroupMapping", held?.mappingId ?? ""));
    await mapping.delete(tenant, id, state);

    expect(sandbox.tenant.mappings.map(({ groupName }) => groupName)).toEqual(["testers", "developers"]);
    expect(sandbox.calls.count("deleteSamlGroupMapping")).toBe(0);
  });

  test("isn't taken for gone while AppTego lists it", async ({ tenant, sandbox }) => {
    const { id, state } = await inDoubt(tenant, sandbox);
    sandbox.portal.addMapping(BY_HAND);
    const missing = { kind: "reply", status: 404, body: '{"error":"No such mapping"}' } as const;
    sandbox.failNext("deleteSamlGroupMapping", missing);

    expect(String(await failureOf(mapping.delete(tenant, id, state)))).toContain("but still lists it");
  });
});

describe("A mapping of which AppTego shows something that nobody knows", () => {
  const unknown = { kind: "unknownPermission", rate: 1 } as const;

  test("is the attempt's all the same", async ({ tenant, sandbox }) => {
    sandbox.failNext("createSamlGroupMapping", { kind: "reset", when: "after", count: 1 });
    sandbox.failNext("getSamlGroupMappings", unknown);
    const { id } = await mapping.create(tenant, WISH);

    expect(sandbox.tenant.mappings.map(({ mappingId }) => mappingId)).toEqual([id]);
  });

  test("goes with a destroy in doubt", async ({ tenant, sandbox }) => {
    const { id, state } = await inDoubt(tenant, sandbox);
    sandbox.portal.addMapping(BY_HAND);
    sandbox.failNext("getSamlGroupMappings", unknown);
    await mapping.delete(tenant, id, state);

    expect(sandbox.tenant.mappings).toEqual([]);
  });
});

test("A mapping that says something else than the attempt stays, and a destroy names it", async ({
  tenant,
  sandbox,
  told,
}) => {
  const { id, state } = await inDoubt(tenant, sandbox);
  sandbox.portal.addMapping({ ...BY_HAND, permissions: ["update_certificates"] });
  await mapping.delete(tenant, id, state);

  const [left = ""] = sandbox.tenant.mappings.map(({ mappingId }) => mappingId);
  const names = () => told.filter((message) => message.includes(`is mapped (${left})`));
  expect(names()).toHaveLength(1);
  tenant.retried.add(heldId("SamlGroupMapping", id));
  await mapping.delete(tenant, id, state);
  expect(names()).toHaveLength(1);
});

test("A mapping that a destroy has just deleted isn't named though a list lags behind that", async ({
  tenant,
  sandbox,
  told,
}) => {
  const { id, state } = await inDoubt(tenant, sandbox);
  sandbox.portal.addMapping(BY_HAND);
  sandbox.failNext("deleteSamlGroupMapping", { kind: "listLag", lists: 9 });
  await mapping.delete(tenant, id, state);

  expect(sandbox.tenant.mappings).toEqual([]);
  expect(told.filter((message) => message.includes("but not as this stack asked for"))).toEqual([]);
});
