import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { tenantAccessJsonSchema, TenantAccessShape } from "../../provider/tenant-access/shape";
import { problemsOf } from "../../provider/tenant-access/problems";

const WHOLE = {
  users: {
    "alice@acme.test": ["Certificates", "Builds"],
    "bob@acme.test": { permissions: ["user_and_api_management"], onDestroy: "retain" },
    "carol@acme.test": null,
  },
  groups: { "CN=App Admins,OU=Groups,DC=acme,DC=test": ["Users & API Management"] },
  tokens: {
    ci: { permissions: ["build_applications"], name: "CI", rotateOn: { month: "2026-11", round: 2 } },
    reader: [],
  },
  keys: { pipeline: { enabled: false, rotateOn: { month: "2026-11" } }, nightly: {}, weekly: null },
};

describe("The shape of a tenant's access", () => {
  test("turns each entry into its resource's inputs", () => {
    expect(TenantAccessShape.parse(WHOLE)).toEqual({
      users: {
        "alice@acme.test": { permissions: ["build_applications", "update_certificates"] },
        "bob@acme.test": { permissions: ["user_and_api_management"], onDestroy: "retain" },
        "carol@acme.test": { permissions: [] },
      },
      groups: { "CN=App Admins,OU=Groups,DC=acme,DC=test": { permissions: ["user_and_api_management"] } },
      tokens: {
        ci: { permissions: ["build_applications"], name: "CI", rotateOn: { month: "2026-11", round: "2" } },
        reader: { permissions: [] },
      },
      keys: {
        pipeline: { enabled: false, rotateOn: { month: "2026-11" } },
        nightly: { enabled: true },
        weekly: {},
      },
    });
  });

  test("takes absent and blank sections for empty ones", () => {
    expect(TenantAccessShape.parse({ users: null })).toEqual({ users: {}, groups: {}, tokens: {}, keys: {} });
  });
});

describe("The JSON schema of a tenant's access", () => {
  const validate = new Ajv({ strict: false }).compile(tenantAccessJsonSchema());
  const numbered = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, {}]));

  test.each([
    ["a whole tenant", WHOLE],
    ["nothing", {}],
    ["blank sections", { users: null, keys: null }],
    ["the schema's own name", { $schema: "node_modules/pulumi-apptego/schemas/tenant-access.schema.json" }],
    [
      "the resource options",
      {
        users: { "alice@acme.test": { import: "u1", protect: true } },
        groups: { dev: { permissions: [], import: "g1", protect: false } },
        tokens: { ci: { import: "t1", protect: true, deleteBeforeReplace: true } },
        keys: { nightly: { import: "k1", protect: true, deleteBeforeReplace: true } },
      },
    ],
    ["permissions in any letter case", { tokens: { ci: [" builds ", "UPDATE_CERTIFICATES"] } }],
    ["the 20th token and the 10th key", { tokens: numbered(20), keys: numbered(10) }],
  ])("takes %s, as the provider does", (_, value) => {
    expect(problemsOf(value)).toEqual([]);
    expect(validate(value)).toBe(true);
  });

  test.each([
    ["an unknown section", { user: {} }],
    ["an unknown property", { tokens: { ci: { permisions: [] } } }],
    ["an unknown permission", { tokens: { ci: ["build_application"] } }],
    ["a permission that is no text", { tokens: { ci: { permissions: [1] } } }],
    ["one permission without its list", { users: { "alice@acme.test": "Builds" } }],
    ["an unknown end of a user", { users: { "alice@acme.test": { onDestroy: "keep" } } }],
    ["permissions of a key", { keys: { nightly: ["Builds"] } }],
    ["a quoted switch", { keys: { nightly: { enabled: "true" } } }],
    ["a rotation that is no map", { keys: { nightly: { rotateOn: "2026-11" } } }],
    ["an import without an id", { users: { "alice@acme.test": { import: "" } } }],
    ["an import of a number", { keys: { nightly: { import: 7 } } }],
    ["a quoted protection", { tokens: { ci: { protect: "true" } } }],
    ["a quoted order", { tokens: { ci: { deleteBeforeReplace: "yes" } } }],
    ["an order of a user", { users: { "alice@acme.test": { deleteBeforeReplace: true } } }],
    ["a list of users", { users: ["alice@acme.test"] }],
    ["the 21st token", { tokens: numbered(21) }],
    ["the 11th key", { keys: numbered(11) }],
  ])("refuses %s, as the provider does", (_, value) => {
    expect(problemsOf(value)).toHaveLength(1);
    expect(validate(value)).toBe(false);
  });

  test("in the repository is up to date (npx tsx scripts/schemas.ts)", () => {
    const file = path.join(__dirname, "../../schemas/tenant-access.schema.json");

    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(tenantAccessJsonSchema());
  });
});
