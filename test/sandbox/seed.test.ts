import Ajv2020 from "ajv/dist/2020";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readSeed, SeedError, seedJsonSchema } from "../../provider/sandbox/seed";
import { scratchFile } from "../support/connection";

const WHOLE = `# yaml-language-server: $schema=sandbox-seed.schema.json
tenant: { name: Acme, plan: TEAM, maxUsers: 30 }
users:
  - email: owner@acme.test
    owner: true
  - email: alice@acme.test
    permissions: [Builds, update_certificates]
    status: invited
tokens:
  - name: admin
    permissions: [Users & API Management]
    key: known-key
    secret: known-secret
mappings:
  - group: CN=Admins,DC=acme
    permissions: [Configuration]
keys:
  - { name: pipeline, enabled: false }
applications:
  - { id: app-1, platform: ios }
`;

/** What is wrong with a seed, without the folder's name. */
function problemsOf(text: string, name = "seed.yaml"): string[] {
  const file = scratchFile(name, text);
  try {
    readSeed(file);
  } catch (error) {
    if (error instanceof SeedError) return error.message.replaceAll(`${path.dirname(file)}/`, "").split("\n");
  }
  return [];
}

describe("A seed", () => {
  test("is read from YAML and from JSON", () => {
    const seed = readSeed(scratchFile("seed.yaml", WHOLE));

    expect(seed.tokens).toEqual([
      { name: "admin", permissions: ["Users & API Management"], key: "known-key", secret: "known-secret" },
    ]);
    expect(readSeed(scratchFile("seed.json", JSON.stringify(seed)))).toEqual(seed);
    expect(readSeed(scratchFile("empty.yaml", "# nothing\n"))).toEqual({});
  });

  test.each([
    ["users:\n  - email: alice\n", "seed.yaml:2:12: users.0.email: isn't an e-mail address"],
    ["tenant:\n  plan: GOLD\n", "seed.yaml:2:9: tenant.plan: Invalid option"],
    ["tenant:\n  id: ABC\n", "seed.yaml:2:7: tenant.id: must be 32 lower-case hexadecimal digits"],
    ["tokens:\n  - { nam: ci }\n", "seed.yaml:2:5: tokens.0.name: "],
    ["tokens:\n  - { name: ci, scret: x }\n", "seed.yaml:2:17: tokens.0.scret: no such key"],
    ["tokens:\n  - name: ci\n    key: a:b\n", "seed.yaml:3:10: tokens.0.key: must have no colon"],
    ["keys:\n  - name: ''\n", "seed.yaml:2:11: keys.0.name: must not be empty"],
    ["usrs: []\n", "seed.yaml:1:1: usrs: no such key"],
    ["- a list\n", "seed.yaml:1:1: the seed: "],
    ["users: [\n", "seed.yaml:2:1: Flow sequence"],
    ["users: []\nusers: []\n", "seed.yaml:2:1: Map keys must be unique"],
  ])("like %j is refused with its place", (text, problem) => {
    expect(problemsOf(text).some((line) => line.startsWith(problem))).toBe(true);
  });

  test("is told which permission it means", () => {
    expect(problemsOf("users:\n  - email: a@b.test\n    permissions: [fly]\n")).toEqual([
      "seed.yaml:3:19: users.0.permissions.0: isn't a permission: use an internal key such as build_applications, or a portal label such as Builds",
    ]);
  });

  test("is told everything at once", () => {
    expect(problemsOf("users: 5\nkeys: 6\n")).toHaveLength(2);
  });

  test("that isn't there is named", () => {
    expect(() => readSeed("/nowhere/seed.yaml")).toThrow(
      "Reading the seed /nowhere/seed.yaml: it can't be read (ENOENT).",
    );
  });
});

describe("The JSON schema of seeds", () => {
  const schema = seedJsonSchema();

  test("is the one in schemas/", () => {
    const file = path.resolve(__dirname, "../../schemas/sandbox-seed.schema.json");

    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(schema);
  });

  test("takes what the sandbox takes, and refuses what it refuses", () => {
    const validate = new Ajv2020({ strict: false }).compile(schema);

    expect(validate(readSeed(scratchFile("seed.yaml", WHOLE)))).toBe(true);
    expect(validate({ tenant: { plan: "GOLD" } })).toBe(false);
    expect(validate({ tokens: [{ name: "ci", scret: "x" }] })).toBe(false);
  });
});
