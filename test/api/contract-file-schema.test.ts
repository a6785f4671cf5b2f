import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import { describe, expect, test } from "vitest";
import {
  contractJsonSchema,
  kindOfKeyAt,
  knownKeysAt,
  operationNames,
} from "../../provider/api/contract-file-schema";

describe("The JSON schema of a contract file", () => {
  const validate = new Ajv({ strict: false }).compile(contractJsonSchema());

  test("knows what editors have to: operations, keys and fields", () => {
    expect(validate({ operations: { addUser: { path: "users/add", request: { email: "mail" } } } })).toBe(
      true,
    );
    expect(validate({ operations: { addUsr: {} } })).toBe(false);
    expect(validate({ operations: { addUser: { request: { e_mail: "mail" } } } })).toBe(false);
    expect(validate({ operations: { addUser: { path: "/users" } } })).toBe(false);
  });

  test("in the repository is up to date", () => {
    const file = join(__dirname, "../../schemas/contract.schema.json");

    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(contractJsonSchema());
  });
});

describe("A place in a contract file", () => {
  test.for([
    [[], "key", ["operations", "limits", "timing"]],
    [["limits"], "key", ["apiTokens", "automationKeys"]],
    [["timing"], "key", ["lateSeconds"]],
    [["operations"], "operation", operationNames],
    [["operations", "addUser"], "key", ["method", "path", "request", "reply"]],
    [["operations", "addUser", "request"], "field", ["email"]],
    [["operations", "getUsers", "nextPage"], "field", ["reply", "request"]],
  ] as const)("%j has keys of its own", ([path, kind, keys]) => {
    expect([kindOfKeyAt(path), knownKeysAt(path)]).toEqual([kind, keys]);
  });
});
