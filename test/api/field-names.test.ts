import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operations } from "../../provider/api/contract";
import { fieldsOf, renameKeys, restoreKeys } from "../../provider/api/field-names";

describe("Field names", () => {
  test("are corrected at any depth, and nothing but names is", () => {
    const names = { token_key: "key", name: "title" };
    const ours = { list: [{ token_key: "name", name: ["token_key"] }], other: null };
    const theirs = { list: [{ key: "name", title: ["token_key"] }], other: null };

    expect(renameKeys(ours, names)).toEqual(theirs);
    expect(restoreKeys(theirs, names)).toEqual(ours);
  });

  test("may be swapped", () => {
    const names = { a: "b", b: "a" };

    expect(renameKeys({ a: 1, b: 2 }, names)).toEqual({ b: 1, a: 2 });
    expect(restoreKeys({ b: 1, a: 2 }, names)).toEqual({ a: 1, b: 2 });
  });

  test("of the server's that mean something else than ours don't replace ours", () => {
    expect(restoreKeys({ title: "ci", name: "Company" }, { name: "title" })).toEqual({ name: "ci" });
    expect(restoreKeys({ name: "Company", title: "ci" }, { name: "title" })).toEqual({ name: "ci" });
  });

  test("come back from the server as they were, whatever the value", () => {
    const value = fc.jsonValue().filter((json) => !JSON.stringify(json).includes("their"));

    fc.assert(
      fc.property(value, (json) => {
        const names = { a: "their_a", constructor: "their_b" };

        expect(restoreKeys(renameKeys(json, names), names)).toEqual(json);
      }),
    );
  });

  test("like __proto__ stay plain fields", () => {
    const renamed = renameKeys(JSON.parse('{"__proto__":{"polluted":1}}'), { a: "b" });

    expect(Object.keys(renamed as object)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("are read from the contract at any depth", () => {
    expect(fieldsOf(operations.getSubscription.reply)).toEqual([
      "subscription",
      "deletion",
      "custom_limits",
      "concurrent_builds",
      "max_users",
      "deployment_environments",
      "is_trial",
    ]);
    expect(fieldsOf(operations.getApiTokens.reply)).toContain("permissions");
    expect(fieldsOf(operations.getUsers.request)).toEqual([]);
  });
});
