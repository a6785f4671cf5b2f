import { describe, expect } from "vitest";
import type { Sandbox } from "../../provider/sandbox";
import { test } from "../support/tenant";

async function automate({ url }: Sandbox, authorization: string): Promise<unknown> {
  const response = await fetch(new URL("/automate/get_applications", url), { headers: { authorization } });
  return { status: response.status, body: await response.json() };
}

const REFUSED = { status: 401, body: { error: "Authentication failed" } };

describe("An automation key", () => {
  test.override({ sandboxOptions: { seed: { applications: [{ id: "app-1", platform: "ios" }] } } });

  test("works with key and secret in plain, until it is switched off", async ({ sandbox, api }) => {
    const { key_id, key_secret } = await api.createAutomationKey({ name: "pipeline" });
    const authorization = `Bearer ${key_id}:${key_secret}`;

    expect(await automate(sandbox, authorization)).toEqual({
      status: 200,
      body: { applications: [{ application_id: "app-1", platform: "ios" }] },
    });

    await api.updateAutomationKey({ key_id, enabled: false });
    expect(await automate(sandbox, authorization)).toEqual(REFUSED);

    await api.updateAutomationKey({ key_id, enabled: true });
    await api.deleteAutomationKey({ key_id });
    expect(await automate(sandbox, authorization)).toEqual(REFUSED);
  });

  test("is no API token, and an API token no key", async ({ sandbox, api }) => {
    const { key_id } = await api.createAutomationKey({ name: "pipeline" });

    expect(await automate(sandbox, sandbox.credentials.authorization)).toEqual(REFUSED);
    expect(await automate(sandbox, `Bearer ${key_id}:wrong`)).toEqual(REFUSED);
  });
});
