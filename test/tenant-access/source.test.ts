import { describe, expect, test } from "vitest";
import { parseSource } from "../../provider/tenant-access/source";

const faultsOf = (text: string) => {
  const { faults, position } = parseSource(text);
  return faults.map(({ offset, message }) => `${position(offset)} ${message}`);
};

const TEXT = `# yaml-language-server: $schema=x
users:
  alice@acme.test: [Builds, Certificates]
  bob@acme.test:
    permissions: &both
      - Builds
      - Certificates
  carol@acme.test: { permissions: *both }
tokens:
  2026: { rotateOn: { month: 2026-11 } }
  "~":
`;

describe("A YAML text", () => {
  test("is read with its aliases, and keeps months, numbers as keys and blanks", () => {
    expect(parseSource(TEXT)).toMatchObject({
      faults: [],
      value: {
        users: { "carol@acme.test": { permissions: ["Builds", "Certificates"] } },
        tokens: { "2026": { rotateOn: { month: "2026-11" } }, "~": null },
      },
    });
  });

  test.each([
    ["a value", ["users", "alice@acme.test"], false, "3:20"],
    ["a key", ["users", "alice@acme.test"], true, "3:3"],
    ["an entry of a list in one line", ["users", "alice@acme.test", 1], false, "3:29"],
    ["an entry of a list of lines", ["users", "bob@acme.test", "permissions", 0], false, "6:9"],
    ["what an alias stands for", ["users", "carol@acme.test", "permissions", 1], false, "7:9"],
    ["a key that is a number", ["tokens", "2026", "rotateOn", "month"], true, "10:23"],
    ["a blank value, by its key", ["tokens", "~"], false, "11:3"],
    ["what is missing, by what would hold it", ["tokens", "2026", "name"], false, "10:9"],
    ["the whole", [], false, "2:1"],
  ])("tells the place of %s", (_, path, aboutKey, expected) => {
    const { offsetOf, position } = parseSource(TEXT);

    expect(position(offsetOf(path, aboutKey))).toBe(expected);
  });

  test.each([
    ["a tab that indents", "users:\n\ta: 1", "2:1 not YAML: Tabs are not allowed as indentation"],
    ["an unknown tag", "users: !secret x", "1:8 not YAML: Unresolved tag: !secret"],
    [
      "a second document",
      "users: {}\n---\nkeys: {}",
      "2:1 a second document begins here: keep one in the file",
    ],
    ["an alias of nothing", "users: *team", "1:8 the alias *team stands for nothing above it: remove it"],
    [
      "an alias of what holds it",
      "users: &a\n  x: *a",
      "2:6 the alias *a stands for what it is a part of: remove it",
    ],
    ["an unfilled template", "users: {{ users }}", "1:9 a key must be plain text: quote it"],
  ])("has a fault with its place and no value for %s", (_, text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
    expect(parseSource(text).value).toBeUndefined();
  });

  test("has a fault for a key that stands twice, wherever it is, and a value all the same", () => {
    const text = "users:\n  a@b.test: []\n  a@b.test: []\nkeys: {}\nkeys: {}\n";

    expect(faultsOf(text).sort()).toEqual([
      '3:3 the key "a@b.test" is here already, at 2:3: keep one of them',
      '5:1 the key "keys" is here already, at 4:1: keep one of them',
    ]);
    expect(parseSource(text).value).toEqual({ users: { "a@b.test": [] }, keys: {} });
  });

  test("may be JSON, indented with tabs", () => {
    const json = JSON.stringify({ users: { "a@b.test": [] } }, null, "\t");

    expect(parseSource(json)).toMatchObject({ faults: [], value: { users: { "a@b.test": [] } } });
  });
});
