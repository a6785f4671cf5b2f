import { describe, expect } from "vitest";
import { startSandbox } from "../../provider/sandbox";
import { seedData } from "../../provider/sandbox/seed-data";
import { ask } from "../support/sandbox-call";
import { test } from "../support/tenant";

const seed = {
  tenant: { id: "0123456789abcdef0123456789abcdef", name: "Mine", plan: "TEAM" as const, maxUsers: 30 },
  users: [
    { email: "boss@acme.test", owner: true },
    { email: "alice@acme.test", permissions: ["Builds"], status: "invited" as const },
  ],
  tokens: [
    { name: "reader", key: "reader-key", secret: "reader-secret" },
    { name: "admin", permissions: ["Users & API Management"], key: "admin-key", secret: "admin-secret" },
  ],
  keys: [{ name: "pipeline", id: "pipeline-id", secret: "pipeline-secret", enabled: false }],
  mappings: [{ group: "admins", permissions: ["Configuration"] }],
};

describe("A sandbox with a seed", () => {
  test.override({ sandboxOptions: { seed } });

  test("holds what the seed says, and hands out the token that it names", async ({ sandbox }) => {
    expect(sandbox.credentials).toMatchObject({
      tenantId: seed.tenant.id,
      tokenKey: "admin-key",
      tokenSecret: "admin-secret",
    });
    expect(sandbox.tenant).toMatchObject({
      tenant: { name: "Mine", plan: "TEAM", maxUsers: 30 },
      users: [
        { email: "boss@acme.test", owner: true, status: "active" },
        { email: "alice@acme.test", permissions: ["build_applications"], status: "invited" },
      ],
      tokens: [{ tokenKey: "reader-key", permissions: [] }, { tokenKey: "admin-key" }],
      keys: [{ keyId: "pipeline-id", enabled: false }],
      mappings: [{ groupName: "admins", permissions: ["modify_configuration"] }],
    });
    expect(sandbox.invitations).toMatchObject([{ email: "alice@acme.test", state: "pending" }]);
    expect(await ask(sandbox, "getUsers")).toMatchObject({ status: 200 });
  });

  test("knows all its secrets, for scans", ({ sandbox }) => {
    expect(sandbox.issuedSecrets).toEqual(["reader-secret", "admin-secret", "pipeline-secret"]);
  });

  test("may be given another plan", async () => {
    await using free = await startSandbox({ seed, plan: "FREE" });

    expect(free.tenant.tenant.plan).toBe("FREE");
  });
});

describe("A seed without an administrating token or an owner", () => {
  test("is given both", () => {
    const { data, credential } = seedData({ tokens: [{ name: "ci" }], users: [] }, { now: 5 });

    expect(data.tokens.map(({ name, creationTime }) => [name, creationTime])).toEqual([
      ["sandbox", 5],
      ["ci", 5],
    ]);
    expect(data.tokens[0]?.tokenKey).toBe(credential.tokenKey);
    expect(data.users).toMatchObject([{ email: "owner@acme.test", owner: true }]);
  });

  test("is another one each time", () => {
    const [one, other] = [seedData({}, { now: 0 }), seedData({}, { now: 0 })];

    expect(one.credential.tokenSecret).not.toBe(other.credential.tokenSecret);
    expect(one.data.tenant.tenantId).not.toBe(other.data.tenant.tenantId);
  });
});
