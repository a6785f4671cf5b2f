import { describe, expect } from "vitest";
import { ask } from "../../support/sandbox-call";
import { test } from "../../support/tenant";

describe("API tokens", () => {
  test("are made without permissions, and their secret is shown once", async ({ sandbox, api }) => {
    const { token_key, token_secret } = await api.createApiToken({ name: "ci" });
    const list = await ask(sandbox, "getApiTokens");

    expect(token_secret.length).toBeGreaterThanOrEqual(40);
    expect(sandbox.issuedSecrets).toContain(token_secret);
    expect(list.text).not.toContain(token_secret);
    expect(list.body).toEqual({
      api_tokens: [
        expect.objectContaining({ name: "sandbox", permissions: "user_and_api_management" }),
        { token_key, name: "ci", permissions: "", creation_time: expect.any(Number) },
      ],
    });
  });

  test("take another set of permissions as a whole", async ({ api }) => {
    const { token_key } = await api.createApiToken({ name: "ci" });
    await api.updateApiTokenPermissions({ token_key, permissions: ["update_certificates"] });
    await api.updateApiTokenPermissions({ token_key, permissions: ["build_applications"] });

    const { api_tokens } = await api.getApiTokens({});
    expect(api_tokens.at(-1)).toMatchObject({ token_key, permissions: ["build_applications"] });
  });

  test("are twenty at most", async ({ sandbox, api }) => {
    for (let made = sandbox.tenant.tokens.length; made < 20; made++) await api.createApiToken({ name: "ci" });

    expect(await ask(sandbox, "createApiToken", { name: "ci" })).toMatchObject({
      status: 400,
      body: { error: "Maximum of 20 API tokens reached" },
    });
    expect(sandbox.tenant.tokens).toHaveLength(20);
  });

  test.for(["deleteApiToken", "updateApiTokenPermissions"] as const)(
    "that don't exist answer %s with not found",
    async (operation, { sandbox }) => {
      expect(await ask(sandbox, operation, { token_key: "none", permissions: "" })).toMatchObject({
        status: 404,
        text: `{"error":"API token not found"}`,
      });
    },
  );

  test("are told apart by ids of no common shape", async ({ api }) => {
    const issued = await Promise.all(Array.from({ length: 19 }, () => api.createApiToken({ name: "ci" })));
    const keys = issued.map(({ token_key }) => token_key);

    expect(new Set(keys).size).toBe(19);
    expect(new Set(keys.map((key) => key.length)).size).toBeGreaterThan(1);
    expect(keys.filter((key) => key.includes(":"))).toEqual([]);
  });
});

describe("Rules that nothing tells", () => {
  test.override({ sandboxOptions: { rules: { uniqueNames: true, creationTimes: false } } });

  test("can be played the other way", async ({ sandbox, api }) => {
    await api.createApiToken({ name: "ci" });

    expect(await ask(sandbox, "createApiToken", { name: "ci" })).toMatchObject({ status: 409 });
    expect((await ask(sandbox, "getApiTokens")).text).not.toContain("creation_time");
  });
});

describe("Lifted limits", () => {
  test.override({ sandboxOptions: { limits: { apiTokens: Infinity } } });

  test("let more tokens in", async ({ sandbox, api }) => {
    for (let made = sandbox.tenant.tokens.length; made < 21; made++) await api.createApiToken({ name: "ci" });

    expect(sandbox.tenant.tokens).toHaveLength(21);
  });
});
