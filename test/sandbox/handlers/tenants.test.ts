import { describe, expect } from "vitest";
import { ask } from "../../support/sandbox-call";
import { test } from "../../support/tenant";

const seed = {
  tenant: { name: "Acme", plan: "TEAM" as const },
  applications: [{ id: "app-uuid-1234", platform: "android" as const }],
  tokens: [{ name: "all", permissions: ["Users & API Management", "Certificates"] }],
};

describe("A tenant", () => {
  test.override({ sandboxOptions: { seed } });

  test("is listed with its plan, and so is one that is created", async ({ sandbox, api }) => {
    const { tenant_id } = await api.createTenant({ tenant_name: "Second One" });

    expect(tenant_id).toMatch(/^[0-9a-f]{32}$/);
    expect((await api.getTenants({})).tenants).toEqual([
      { tenant_id: sandbox.credentials.tenantId, name: "Acme", plan: "TEAM" },
      { tenant_id, name: "Second One", plan: "FREE" },
    ]);
  });

  test.for(["Four", "x".repeat(31), "With-dash", ""])(
    "isn't created as %j",
    async (tenant_name, { sandbox }) => {
      expect(await ask(sandbox, "createTenant", { tenant_name })).toMatchObject({ status: 400 });
    },
  );

  test("isn't created where the only one is Free", async ({ sandbox }) => {
    sandbox.portal.setPlan({ plan: "FREE" });

    expect(await ask(sandbox, "createTenant", { tenant_name: "Second One" })).toMatchObject({
      status: 409,
      body: { error: "A tenant cannot be created while the only tenant is a Free one" },
    });
  });

  test("has a subscription and applications", async ({ sandbox, api }) => {
    expect(await api.getSubscription({})).toMatchObject({ subscription: "TEAM", is_trial: false });
    expect((await ask(sandbox, "getApplications")).text).toBe(
      `{"applications":[{"application_id":"app-uuid-1234","platform":"android"}]}`,
    );
  });
});

describe("A trial tenant", () => {
  test.override({ sandboxOptions: { seed: { tenant: { isTrial: true } } } });

  test("leads to no other", async ({ sandbox }) => {
    expect(await ask(sandbox, "createTenant", { tenant_name: "Second One" })).toMatchObject({
      status: 409,
      body: { error: "A tenant cannot be created from a trial tenant" },
    });
  });
});

describe("Certificates", () => {
  test.override({ sandboxOptions: { seed } });

  const certificate = {
    ...{ name: "root", thumbprint: "ab01", algorithm: "sha256", expires: 1_900_000_000 },
    ...{ domains: "acme.test", isdefault: false, isca: true },
  };
  const update = (certificates: unknown[]) => ({ version: "1.0", use_builtin_cas: true, certificates });

  test("are kept by version, thumbprints in upper case", async ({ sandbox }) => {
    expect(await ask(sandbox, "updateCertificates", update([certificate]))).toMatchObject({
      status: 200,
      text: `{"success":true}`,
    });
    expect(sandbox.tenant.certificates).toEqual({ "1.0": { root: { ...certificate, thumbprint: "AB01" } } });
  });

  test("are fifty a version at most", async ({ sandbox }) => {
    const many = Array.from({ length: 51 }, (_, index) => ({ ...certificate, name: String(index) }));

    expect(await ask(sandbox, "updateCertificates", update(many.slice(1)))).toMatchObject({ status: 200 });
    expect(await ask(sandbox, "updateCertificates", update(many))).toMatchObject({ status: 400 });
  });

  test("are deleted by version and name", async ({ sandbox }) => {
    await ask(sandbox, "updateCertificates", update([certificate]));

    const found = { version: "1.0", name: "root" };
    expect((await ask(sandbox, "deleteCertificate", { ...found, version: "" })).text).toBe(
      `{"error":"Version is missing"}`,
    );
    expect(await ask(sandbox, "deleteCertificate", found)).toMatchObject({ status: 200 });
    expect(await ask(sandbox, "deleteCertificate", found)).toMatchObject({ status: 404 });
  });
});
