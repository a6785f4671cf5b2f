import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { InvalidTenantAccess } from "../../provider/tenant-access/problems";
import { readTenantAccess } from "../../provider/tenant-access/read";
import { test as base } from "../support/temporary-folder";

const test = base.extend<{ write: (text: string | Buffer, file?: string) => string }>({
  write: async ({ folder }, use) => {
    await use((text, file = "tenant.yaml") => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
      return file;
    });
  },
});

function refusal(file: string, folder: string): string {
  try {
    readTenantAccess(file, folder);
  } catch (error) {
    if (error instanceof InvalidTenantAccess) return error.message;
    throw error;
  }
  throw new Error(`${file} was taken`);
}

describe("A file that describes a tenant's access", () => {
  test("is found from the program's folder, or by its whole path", ({ folder, write }) => {
    write("users: { alice@acme.test: [Builds] }", "team/tenant.yaml");
    const expected = { users: { "alice@acme.test": { permissions: ["build_applications"] } }, tokens: {} };

    expect(readTenantAccess("team/tenant.yaml", folder)).toMatchObject(expected);
    expect(readTenantAccess(path.join(folder, "team/tenant.yaml"), "/")).toMatchObject(expected);
  });

  test("may be JSON, with a byte order mark and a schema", ({ folder, write }) => {
    const json = '\uFEFF{ "$schema": "x.json", "keys": { "nightly": { "enabled": false } } }';
    write(json, "tenant.json");

    expect(readTenantAccess("tenant.json", folder).keys).toEqual({ nightly: { enabled: false } });
  });

  test("is refused with all of its mistakes, each with file, line and column, in their order", ({
    folder,
    write,
  }) => {
    const file = write(`users:
  alice@acme.test: [Bilds]
  Alice@ACME.test: []
  bob: { permission: [Builds] }
  alice@acme.test: []
tokens:
  ci: { name: "", rotateOn: 2026-11 }
key: {}
`);

    const [first, ...rest] = refusal(file, folder).split("\n");
    expect(first).toBe(
      `TenantAccess: ${path.join(folder, file)} has 7 mistakes, so none of it is applied. Correct:`,
    );
    expect(rest.map((line) => line.slice(0, 53))).toEqual([
      '  tenant.yaml:3:3: users["Alice@ACME.test"] is the sa',
      '  tenant.yaml:4:3: users["bob"] must be one e-mail ad',
      '  tenant.yaml:4:10: users["bob"].permission is unknow',
      '  tenant.yaml:5:3: the key "alice@acme.test" is here ',
      '  tenant.yaml:7:15: tokens["ci"].name must not be emp',
      '  tenant.yaml:7:29: tokens["ci"].rotateOn must be a m',
      "  tenant.yaml:8:1: key is unknown, did you mean keys?",
    ]);
  });

  test("is refused with the place of a wrong permission", ({ folder, write }) => {
    const file = write("users:\n  alice@acme.test:\n    - Builds\n    - Bilds\n");

    expect(refusal(file, folder)).toContain(
      '  tenant.yaml:4:7: users["alice@acme.test"][1] must hold only permissions of AppTego: did you mean Builds?',
    );
  });

  test("is refused with the mistakes of its YAML alone where it has some", ({ folder, write }) => {
    const file = write("users:\n  alice@acme.test: [Bilds\ntokens: 1\n");

    expect(refusal(file, folder)).toMatch(/has one mistake.*\n {2}tenant\.yaml:3:1: not YAML: [^\n]+$/);
  });

  test.for(["", "# nobody yet\n", "---\n"])("is refused when it is empty: %j", (text, { folder, write }) => {
    expect(refusal(write(text), folder)).toContain("the file is empty, which would take everybody's access");
  });

  test("is taken when it is expressly empty", ({ folder, write }) => {
    expect(readTenantAccess(write("{}"), folder)).toEqual({ users: {}, groups: {}, tokens: {}, keys: {} });
  });

  test("is refused with its whole path when it can't be read", ({ folder, write }) => {
    const missing = path.join(folder, "tenants.yaml");
    write("", "folder/file");

    expect(refusal("tenants.yaml", folder)).toBe(
      `TenantAccess: ${missing} can't be read: there is no such file. A relative path starts at the program's folder: correct "tenants.yaml".`,
    );
    expect(refusal("folder", folder)).toContain("it is a folder");
    expect(refusal(write(Buffer.from([0xff, 0xfe, 0x00])), folder)).toContain("it is not UTF-8");
  });
});
