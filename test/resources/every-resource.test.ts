import { describe, expect } from "vitest";
import { redactor } from "../../provider/api/redact";
import type { OperationName } from "../../provider/api/contract";
import { resourceOf, type ResourceType } from "../../provider/resources";
import { differences, inputsOf, PartlyCreated } from "../../provider/resources/lifecycle";
import { openTenant } from "../../provider/resources/tenant";
import type { Sandbox } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { apply, checked, EXAMPLES, TYPES } from "../support/provider";
import { test } from "../support/tenant";

interface Facts {
  /** The calls of a create. */
  readonly creates: OperationName[];
  /** The call of an update. */
  readonly updates: OperationName;
  readonly deletes: OperationName;
  /** A change that asks for another object. */
  readonly other: Record<string, unknown>;
  /** The state that a create leaves behind whose second call failed. */
  readonly half: Record<string, unknown> | undefined;
  readonly changeByHand: (portal: Sandbox["portal"]) => void;
  readonly drifts: string[];
  readonly removeByHand: (portal: Sandbox["portal"]) => void;
}

const FACTS: Record<ResourceType, Facts> = {
  ApiToken: {
    creates: ["getApiTokens", "createApiToken", "updateApiTokenPermissions"],
    updates: "updateApiTokenPermissions",
    deletes: "deleteApiToken",
    other: { name: "cd", permissions: ["Builds"] },
    half: { name: "ci", permissions: [], tokenSecret: expect.any(String), authorization: expect.any(String) },
    changeByHand: (portal) =>
      portal.setTokenPermissions({ token: "ci", permissions: ["update_certificates"] }),
    drifts: ["permissions"],
    removeByHand: (portal) => portal.deleteToken({ token: "ci" }),
  },
  User: {
    creates: ["getUsers", "addUser", "updateUserPermissions"],
    updates: "updateUserPermissions",
    deletes: "removeUser",
    other: { email: "bob@acme.test", permissions: ["Builds"] },
    half: { email: "alice@acme.test", permissions: [], status: "invited", adopted: false },
    changeByHand: (portal) => portal.setUserPermissions({ email: "alice@acme.test", permissions: [] }),
    drifts: ["permissions"],
    removeByHand: (portal) => portal.removeUser({ email: "alice@acme.test" }),
  },
  SamlGroupMapping: {
    creates: ["getSamlGroupMappings", "createSamlGroupMapping"],
    updates: "updateSamlGroupMapping",
    deletes: "deleteSamlGroupMapping",
    other: { groupName: "testers", permissions: ["Builds"] },
    half: undefined, // it is made in one call
    changeByHand: (portal) => portal.setMappingPermissions({ group: "developers", permissions: [] }),
    drifts: ["permissions"],
    removeByHand: (portal) => portal.deleteMapping({ group: "developers" }),
  },
  AutomationKey: {
    creates: ["getAutomationKeys", "createAutomationKey"],
    updates: "updateAutomationKey",
    deletes: "deleteAutomationKey",
    other: { name: "nightly", enabled: true },
    half: undefined, // only a disabled key takes a second call: automation-key.test.ts
    changeByHand: (portal) => portal.setKeyEnabled({ key: "pipeline", enabled: false }),
    drifts: ["enabled"],
    removeByHand: (portal) => portal.deleteKey({ key: "pipeline" }),
  },
};

describe.each(TYPES)("%s", (type) => {
  const facts = FACTS[type];
  const { first, changed } = EXAMPLES[type];
  const resource = resourceOf(type);

  test("is created by the calls that it needs and a list of what is there", async ({ tenant, sandbox }) => {
    const { id, state } = await apply(tenant, type, first);

    expect(sandbox.calls.operations()).toEqual(facts.creates);
    expect(inputsOf(resource, state)).toEqual(checked(type, first));
    expect(id).toMatch(/./);
  });

  test("reads back what was created", async ({ tenant }) => {
    const { id, state } = await apply(tenant, type, first);

    expect(await resource.read(tenant, id, state)).toEqual(state);
  });

  test("ignores order", async ({ tenant, sandbox }) => {
    const before = await apply(tenant, type, {
      ...first,
      ...("permissions" in first && { permissions: ["Builds", "Certificates"] }),
    });
    sandbox.failNext("reads", { kind: "shuffled" });
    const live = await resource.read(tenant, before.id, before.state);

    expect(live).toEqual(before.state);
    expect(differences(resource, before.state, inputsOf(resource, live ?? {}))).toEqual([]);
  });

  test("is updated in place", async ({ tenant, sandbox }) => {
    const before = await apply(tenant, type, first);
    sandbox.calls.clear();
    const after = await apply(tenant, type, changed, before);

    expect(sandbox.calls.operations()).toEqual([facts.updates]);
    expect(after).toEqual({ id: before.id, state: { ...before.state, ...checked(type, changed) } });
    expect(await resource.read(tenant, after.id, after.state)).toEqual(after.state);
  });

  test("is replaced where it is another one", async ({ tenant }) => {
    const before = await apply(tenant, type, first);
    const changes = differences(resource, before.state, checked(type, facts.other));
    const after = await apply(tenant, type, facts.other, before);

    expect(resource.replaceOn).toEqual(expect.arrayContaining(changes));
    expect(after.id).not.toBe(before.id);
    expect(await resource.read(tenant, before.id, before.state)).toBeUndefined();
  });

  const { half } = facts;
  if (half !== undefined)
    test("survives a half-failed create", async ({ tenant, sandbox }) => {
      sandbox.failNext(facts.updates, { kind: "reply", status: 400, body: '{"error":"Not now"}' });
      const failure = await failureOf(apply(tenant, type, first));

      expect(failure).toBeInstanceOf(PartlyCreated);
      const { created, reasons } = failure as PartlyCreated;
      expect(created.state).toMatchObject(half);
      expect(reasons).toEqual([expect.stringContaining("Not now")]);

      sandbox.calls.clear();
      const after = await apply(tenant, type, first, created);
      expect(after).toEqual({
        id: created.id,
        state: { ...created.state, permissions: ["build_applications"] },
      });
      expect(sandbox.calls.operations()).toEqual([facts.updates]);
    });

  test("notices drift", async ({ tenant, sandbox, connection, api }) => {
    const { id, state } = await apply(tenant, type, first);
    facts.changeByHand(sandbox.portal);
    const live = await resource.read(openTenant(api, connection), id, state);

    expect(differences(resource, live ?? {}, checked(type, first))).toEqual(facts.drifts);
  });

  test("notices its removal", async ({ tenant, sandbox }) => {
    const { id, state } = await apply(tenant, type, first);
    facts.removeByHand(sandbox.portal);

    expect(await resource.read(tenant, id, state)).toBeUndefined();
  });

  test("is deleted twice, and stays away", async ({ tenant, sandbox }) => {
    const { id, state } = await apply(tenant, type, first);
    await resource.delete(tenant, id, state);
    await resource.delete(tenant, id, state);

    expect(await resource.read(tenant, id, state)).toBeUndefined();
    expect(sandbox.calls.count(facts.deletes)).toBe(2);
  });

  test("never prints its secret", async ({ tenant, sandbox }) => {
    const { id, state } = await apply(tenant, type, first);
    const secrets = resource.secrets.map((name) => String(state[name]));
    sandbox.failNext("*", {
      kind: "reply",
      status: 400,
      body: JSON.stringify({ error: `It is ${secrets.join()}` }),
    });
    const failure = await failureOf(apply(tenant, type, changed, { id, state }));

    expect(failure).toBeInstanceOf(Error);
    for (const secret of [...secrets, ...sandbox.issuedSecrets]) {
      expect(String(failure)).not.toContain(secret);
      expect(redactor.clean(`so ${secret} was it`)).not.toContain(secret);
    }
  });
});
