import { describe, expect, onTestFinished } from "vitest";
import { loadContract } from "../../provider/api/contract-file";
import { startSandbox } from "../../provider/sandbox";
import { scratchFile } from "../support/connection";
import { ask } from "../support/sandbox-call";
import { test } from "../support/tenant";

const bearer = (text: string) => `Bearer ${Buffer.from(text).toString("base64")}`;
const AUTHENTICATION_FAILED = { status: 401, text: `{"error":"Authentication failed"}` };

describe("Authentication", () => {
  test("takes base64 of key and secret", async ({ sandbox }) => {
    const { tokenKey, tokenSecret } = sandbox.credentials;

    expect(sandbox.credentials.authorization).toBe(bearer(`${tokenKey}:${tokenSecret}`));
    expect(await ask(sandbox, "getApiTokens")).toMatchObject({ status: 200 });
  });

  test("refuses everything else, in the documented words", async ({ sandbox }) => {
    const { tokenKey, tokenSecret } = sandbox.credentials;
    const wrong = [
      undefined,
      "",
      "Bearer",
      `Basic ${Buffer.from(`${tokenKey}:${tokenSecret}`).toString("base64")}`,
      `Bearer ${tokenKey}:${tokenSecret}`,
      bearer(`${tokenKey}:${tokenSecret}x`),
      bearer(`${tokenKey}:`),
      bearer(tokenKey),
      bearer(`nobody:${tokenSecret}`),
      bearer("__proto__:constructor"),
    ];

    for (const authorization of wrong)
      expect(await ask(sandbox, "getUsers", {}, { authorization })).toMatchObject(AUTHENTICATION_FAILED);
  });

  test("opens with a new token at once, and not once it is deleted", async ({ sandbox, api }) => {
    const issued = await api.createApiToken({ name: "ci" });
    const authorization = bearer(`${issued.token_key}:${issued.token_secret}`);

    expect(await ask(sandbox, "getUsers", {}, { authorization })).toMatchObject({ status: 200 });

    await api.deleteApiToken({ token_key: issued.token_key });

    expect(await ask(sandbox, "getUsers", {}, { authorization })).toMatchObject(AUTHENTICATION_FAILED);
  });
});

describe("The tenant header", () => {
  test("is needed where the contract says so", async ({ sandbox }) => {
    expect(await ask(sandbox, "getUsers", {}, { tenant: undefined })).toMatchObject({
      status: 400,
      text: `{"error":"Tenant is missing"}`,
    });
    expect(await ask(sandbox, "getTenants", {}, { tenant: undefined })).toMatchObject({ status: 200 });
  });

  test("must be the token's own tenant", async ({ sandbox }) => {
    const tenant = "0".repeat(32);

    expect(await ask(sandbox, "getUsers", {}, { tenant })).toMatchObject(AUTHENTICATION_FAILED);
  });
});

describe("The permission gate", () => {
  test("names the portal's label and the key, letter for letter", async ({ sandbox }) => {
    const { authorization } = sandbox.portal.addToken({ name: "weak" });

    expect(await ask(sandbox, "addUser", { email: "a@acme.test" }, { authorization })).toMatchObject({
      status: 403,
      text: `{"error":"You don't have permission to do this. The 'Users & API Management' permission is required.","permission_denied":true,"required_permission":"user_and_api_management"}`,
    });
    expect(await ask(sandbox, "deleteCertificate", {}, { authorization })).toMatchObject({
      status: 403,
      text: `{"error":"You don't have permission to do this. The 'Certificates' permission is required.","permission_denied":true,"required_permission":"update_certificates"}`,
    });
    expect(sandbox.tenant.users).toHaveLength(1);
  });

  test("lets every member read", async ({ sandbox }) => {
    const { authorization } = sandbox.portal.addToken({ name: "weak" });

    expect(await ask(sandbox, "getUsers", {}, { authorization })).toMatchObject({ status: 200 });
  });
});

describe("The plan gate", () => {
  test("is closed on the Free plan, in the documented words", async ({ sandbox }) => {
    sandbox.portal.setPlan({ plan: "FREE" });

    expect((await ask(sandbox, "createApiToken", { name: "ci" })).text).toBe(
      `{"error":"API tokens require a Team or Enterprise plan"}`,
    );
    expect((await ask(sandbox, "createAutomationKey", { name: "ci" })).text).toBe(
      `{"error":"Automation API keys require a Team or Enterprise plan"}`,
    );
    expect((await ask(sandbox, "addUser", { email: "a@acme.test" })).text).toBe(
      `{"error":"Additional users require a Team or Enterprise plan"}`,
    );
    expect(sandbox.calls.all.map(({ status, applied }) => [status, applied])).toEqual(
      Array.from({ length: 3 }, () => [403, false]),
    );
    expect(await ask(sandbox, "getSubscription")).toMatchObject({ status: 200 });
  });

  test("opens SAML to Enterprise only", async ({ sandbox }) => {
    sandbox.portal.setPlan({ plan: "TEAM" });

    expect(await ask(sandbox, "getSamlGroupMappings")).toMatchObject({
      status: 403,
      text: `{"error":"SAML group mappings require an Enterprise plan"}`,
    });
    expect(await ask(sandbox, "createApiToken", { name: "ci" })).toMatchObject({ status: 200 });
  });
});

describe("Validation", () => {
  test.for([
    ["createApiToken", {}, "Name is missing"],
    ["createApiToken", { name: 5 }, "Name is invalid"],
    ["createApiToken", { name: "  " }, "Name is missing"],
    ["createApiToken", "{", "The body is not valid JSON"],
    ["createApiToken", "[]", "Body is invalid"],
    ["updateAutomationKey", { key_id: "x", enabled: "true" }, "Enabled is invalid"],
    ["deleteApiToken", {}, "Token key is missing"],
    ["addUser", { email: "nobody" }, "Email is invalid"],
    ["createSamlGroupMapping", { group_name: "g", permissions: "fly" }, "Permission fly is unknown"],
    ["updateCertificates", { version: "1", use_builtin_cas: true, certificates: [{}] }, "Name is missing"],
  ] as const)("answers %s of %j with %s", async ([operation, request, error], { sandbox }) => {
    sandbox.portal.setTokenPermissions({
      token: "sandbox",
      permissions: ["user_and_api_management", "update_certificates"],
    });

    expect(await ask(sandbox, operation, request)).toMatchObject({ status: 400, body: { error } });
  });

  test("asks for the content type of JSON", async ({ sandbox }) => {
    const reply = await ask(sandbox, "createApiToken", { name: "ci" }, { "content-type": "text/plain" });

    expect(reply).toMatchObject({ status: 400, body: { error: "Content-Type must be application/json" } });
  });
});

describe("A corrected contract", () => {
  test("is played with its path and its names, both ways", async () => {
    const contract = loadContract(
      scratchFile(
        "contract.yaml",
        "operations:\n  createApiToken:\n    path: tokens/new\n    request: { name: label }\n    reply: { token_key: id }\n",
      ),
    );
    const sandbox = await startSandbox({ contract });
    onTestFinished(() => sandbox.close());
    const { authorization, tenantId: tenant } = sandbox.credentials;

    const response = await fetch(`${sandbox.url}/tokens/new`, {
      method: "POST",
      headers: { authorization, tenant, "content-type": "application/json" },
      body: JSON.stringify({ label: "ci" }),
    });

    expect(await response.json()).toEqual({
      success: true,
      id: sandbox.tenant.tokens.at(-1)?.tokenKey,
      token_secret: expect.any(String),
    });
    expect(sandbox.calls.all).toMatchObject([{ operation: "createApiToken", request: { name: "ci" } }]);
    expect(await ask(sandbox, "createApiToken", { name: "ci" })).toMatchObject({ status: 404 });
  });
});
