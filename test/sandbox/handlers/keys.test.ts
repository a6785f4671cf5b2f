import { describe, expect } from "vitest";
import { ask } from "../../support/sandbox-call";
import { test } from "../../support/tenant";

describe("Automation keys", () => {
  test("are enabled at first, and their secret is shown once", async ({ sandbox, api }) => {
    const { key_id, key_secret } = await api.createAutomationKey({ name: "pipeline" });
    const list = await ask(sandbox, "getAutomationKeys");

    expect(list.body).toEqual({
      automation_keys: [{ key_id, name: "pipeline", enabled: true, creation_time: expect.any(Number) }],
    });
    expect(list.text).not.toContain(key_secret);
    expect(sandbox.issuedSecrets).toContain(key_secret);
  });

  test("are switched off and deleted by id", async ({ sandbox, api }) => {
    const { key_id } = await api.createAutomationKey({ name: "pipeline" });
    await api.updateAutomationKey({ key_id, enabled: false });
    expect(sandbox.tenant.keys).toMatchObject([{ enabled: false }]);

    await api.deleteAutomationKey({ key_id });
    expect(sandbox.tenant.keys).toEqual([]);
    expect(await ask(sandbox, "updateAutomationKey", { key_id, enabled: true })).toMatchObject({
      status: 404,
      text: `{"error":"Automation key not found"}`,
    });
  });

  test("are ten at most", async ({ sandbox, api }) => {
    for (let made = 0; made < 10; made++) await api.createAutomationKey({ name: "pipeline" });

    expect(await ask(sandbox, "createAutomationKey", { name: "pipeline" })).toMatchObject({
      status: 400,
      body: { error: "Maximum of 10 automation keys reached" },
    });
  });
});
