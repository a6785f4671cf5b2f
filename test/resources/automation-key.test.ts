import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const key = resourceOf("AutomationKey");
const disabled = { name: "pipeline", enabled: false };

describe("An automation key", () => {
  test("hands over the header of the Automation API, which is no base64", async ({ tenant, sandbox }) => {
    const { id, state } = await key.create(tenant, { name: "pipeline", enabled: true });

    expect(state).toMatchObject({ keyId: id, authorization: `Bearer ${id}:${String(state["keySecret"])}` });
    expect(sandbox.issuedSecrets).toContain(state["keySecret"]);
  });

  test("that shall be disabled is created first and disabled second", async ({ tenant, sandbox }) => {
    const { state } = await key.create(tenant, disabled);

    expect(sandbox.calls.operations()).toEqual([
      "getAutomationKeys",
      "createAutomationKey",
      "updateAutomationKey",
    ]);
    expect([state["enabled"], sandbox.tenant.keys[0]?.enabled]).toEqual([false, false]);
  });

  test.for([
    ["refused", { kind: "reply", status: 400, body: '{"error":"Not now"}' }, true],
    ["broken", { kind: "serverError", count: 9 }, true],
    ["lost before it was done", { kind: "reset", count: 9 }, true],
  ] as const)(
    "hands over its secret, and how it is, when disabling it is %s",
    async ([, fault, enabled], { tenant, sandbox }) => {
      sandbox.failNext("updateAutomationKey", fault);

      expect(await failureOf(key.create(tenant, disabled))).toMatchObject({
        name: "PartlyCreated",
        created: { state: { enabled, keySecret: expect.any(String), authorization: expect.any(String) } },
      });
    },
  );

  test("is disabled although the reply was lost", async ({ tenant, sandbox }) => {
    sandbox.failNext("updateAutomationKey", { kind: "reset", when: "after", count: 9 });

    expect((await key.create(tenant, disabled)).state["enabled"]).toBe(false);
  });

  test("keeps its state when an update is refused", async ({ tenant, sandbox }) => {
    const { id, state } = await key.create(tenant, { name: "pipeline", enabled: true });
    sandbox.failNext("updateAutomationKey", { kind: "reply", status: 400, body: '{"error":"Not now"}' });

    expect(await failureOf(key.update(tenant, id, state, disabled))).toMatchObject({
      created: { id, state },
      reasons: [expect.stringContaining("Not now")],
    });
  });

  test("without a call stays as it is", async ({ tenant, sandbox }) => {
    const { id, state } = await key.create(tenant, disabled);
    sandbox.calls.clear();

    expect(await key.update(tenant, id, state, disabled)).toEqual(state);
    expect(sandbox.calls.all).toEqual([]);
  });

  test("that was taken over has no secret", async ({ tenant, sandbox }) => {
    sandbox.portal.addKey({ name: "by hand", enabled: false });
    const [{ keyId } = { keyId: "" }] = sandbox.tenant.keys;

    expect(await key.read(tenant, keyId, {})).toEqual({
      name: "by hand",
      enabled: false,
      keyId,
      createdAt: expect.stringMatching(/Z$/),
    });
  });
});
