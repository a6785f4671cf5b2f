import { describe, expect } from "vitest";
import { DRIFT_KINDS, KINDS, kindOfType } from "../../../provider/cli/drift/kinds";
import { resources, type ResourceType } from "../../../provider/resources";
import { test } from "../../support/tenant";

test.override({
  sandboxOptions: {
    seed: {
      tokens: [{ name: "ci", permissions: ["Users & API Management"] }],
      mappings: [{ group: "Developers", permissions: ["Builds"] }],
      keys: [{ name: "builds", enabled: false }],
    },
  },
});

describe("The kinds of drift", () => {
  test("are the provider's resources, each once", () => {
    const types = Object.keys(resources) as ResourceType[];

    expect(types.map(kindOfType).sort()).toEqual([...KINDS].sort());
    for (const type of types) expect(DRIFT_KINDS[kindOfType(type)].type).toBe(type);
  });

  test("compare properties that the resource has", () => {
    for (const { type, properties, identity } of Object.values(DRIFT_KINDS)) {
      const { inputs, outputs } = resources[type];
      expect([...Object.keys(inputs.shape), ...Object.keys(outputs.shape)]).toEqual(
        expect.arrayContaining([...properties]),
      );
      expect(properties).toContain(identity);
    }
  });

  test("list what the tenant holds, and say what is special", async ({ tenant, sandbox }) => {
    const listed = await Promise.all(KINDS.map(async (kind) => DRIFT_KINDS[kind].current(tenant)));

    expect(listed).toMatchObject([
      [{ name: "owner@acme.test", properties: { owner: true }, note: "the owner of the tenant" }],
      [{ id: sandbox.credentials.tokenKey, name: "ci", note: "the token that this command is using" }],
      [{ name: "Developers", properties: { permissions: ["build_applications"] } }],
      [{ name: "builds", properties: { enabled: false } }],
    ]);
    expect(sandbox.calls.all).toHaveLength(4);
  });

  test.for(KINDS)("prove that a %s is gone by a second list", async (kind, { tenant, sandbox }) => {
    expect(await DRIFT_KINDS[kind].prove(tenant, "gone", undefined)).toBeUndefined();
    const lists = { user: "getUsers", token: "getApiTokens", mapping: "getSamlGroupMappings" } as const;
    expect(sandbox.calls.count(kind === "key" ? "getAutomationKeys" : lists[kind])).toBeGreaterThan(1);
  });
});
