import { writeFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ignoreJsonSchema, parseRules, readRules } from "../../../provider/cli/drift/ignore-file";
import { UsageError } from "../../../provider/cli/exit-codes";
import { scratchFolder } from "../../support/connection";
import { GRANTED, outcome } from "../../support/drift";

const rulesOf = (text: string) => parseRules(".apptegoignore", text, "2026-06-01");
const rule = (pattern: string, more = "") =>
  rulesOf(`- { kind: "*", pattern: ${JSON.stringify(pattern)}, reason: known${more} }`);
const covers = (pattern: string, name: string, more = "") =>
  rule(pattern, more).some((one) => one.covers(outcome({ name })));

describe("A rule", () => {
  test.each([
    ["*@contractors.test", "bob@contractors.test", true],
    ["*@contractors.test", "bob@acme.test", false],
    ["BOB@acme.test", "bob@ACME.test", true],
    ["/Acme/*", "/Acme/Mobile/Admins", true],
    ["build-{ios,android}", "build-ios", true],
    ["build-??", "build-01", true],
    ["a+b(c)[d]!@acme.test", "a+b(c)[d]!@acme.test", true],
    ["+(a)", "aaa", false],
    ["!bob", "alice", false],
    ["*", ".hidden", true],
    ["DOMAIN\\\\group", "DOMAIN\\group", true],
    ["tok_1", "by its id", true],
  ])("with the pattern %s and the name %s: %s", (pattern, name, expected) => {
    expect(covers(pattern, name)).toBe(expected);
  });

  test("is about its kind, and about what it says", () => {
    const [only] = rulesOf("- { kind: token, pattern: ci, reason: known, only: [unmanaged, missing] }");

    expect(only?.covers(outcome())).toBe(true);
    expect(only?.covers(outcome({ kind: "key" }))).toBe(false);
    expect(only?.covers(outcome({ status: "changed" }))).toBe(false);
  });

  test("is never about what is unknown", () => {
    expect(rule("*").some(({ covers: is }) => is(outcome({ status: "unknown" })))).toBe(false);
  });

  test("holds on its last day, and is over afterwards", () => {
    expect(rule("ci", ", expires: 2026-06-01")[0]).toMatchObject({
      isExpired: false,
      place: ".apptegoignore:1",
    });
    expect(rule("ci", ", expires: 2026-05-31")[0]).toMatchObject({ isExpired: true });
  });
});

describe("The file of rules", () => {
  test.each([
    [
      "- { kind: users, pattern: a, reason: b }",
      '1:11: kind: must be one of user, token, mapping, key, * (did you mean "user"?)',
    ],
    ["- kind: user\n  pattern: a", "1:3: reason: is missing: say why nobody needs to see it"],
    ["- { kind: user, pattern: a, reason: ' ' }", "1:37: reason: is missing: say why nobody needs to see it"],
    [
      "- { kind: user, pattern: a, reason: b, expires: soon }",
      "1:49: expires: must be a day, such as 2030-12-31",
    ],
    [
      "- { kind: user, pattern: a, reason: b, expire: 2030-01-01 }",
      '1:40: expire: there is no such key (did you mean "expires"?); known: kind, pattern, reason, expires, only',
    ],
    [
      "- { kind: user, pattern: a, reason: b, only: [unknown] }",
      "1:47: 0: must be one of changed, missing, unmanaged",
    ],
    ["user: alice", "1:1: the file: must be a list of rules, each beginning with - kind: …"],
    ["- pattern: *@acme.test", "1:12: the alias *@acme.test stands for nothing above it: remove it"],
  ])("says what is wrong with %s", (text, message) => {
    expect(() => rulesOf(text)).toThrow(new UsageError(`.apptegoignore:${message}`));
  });

  test("may be empty, or comments alone", () => {
    expect(rulesOf("")).toEqual([]);
    expect(rulesOf("# nothing to ignore\n")).toEqual([]);
  });

  test("has a JSON schema that holds it", () => {
    const validate = new Ajv2020({ validateFormats: false }).compile(ignoreJsonSchema());

    expect(validate(parse(GRANTED))).toBe(true);
    expect(validate([{ kind: "users", pattern: "a", reason: "b" }])).toBe(false);
  });

  test("is looked for in the folder, and need not be there", async () => {
    const folder = scratchFolder();
    expect(await readRules(folder, undefined, "2026-06-01")).toEqual([]);
    writeFileSync(path.join(folder, ".apptegoignore"), GRANTED);

    expect(await readRules(folder, undefined, "2026-06-01")).toHaveLength(2);
    await expect(readRules(folder, "gone.yaml", "2026-06-01")).rejects.toThrow(
      new UsageError("Reading the rules of gone.yaml: it can't be read (ENOENT). Name another file."),
    );
  });
});
