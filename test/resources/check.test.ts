import { describe, expect, test } from "vitest";
import { resourceOf } from "../../provider/resources";
import { check, shown } from "../../provider/resources/check";
import { UNKNOWN } from "../../provider/resources/unknown";

const token = resourceOf("ApiToken");
const messages = (inputs: Record<string, unknown>, secret: string[] = []) =>
  check(token, inputs, new Set(secret)).failures.map(({ message }) => message);

describe("Check", () => {
  test("puts equal wishes into one form", () => {
    const one = check(token, { name: "ci", permissions: ["Builds", "Certificates"], rotateOn: { n: 1 } });
    const other = check(token, {
      rotateOn: { n: "1" },
      permissions: ["update_certificates ", "build_applications", "Builds"],
      name: "ci",
    });

    expect(one).toEqual({
      inputs: {
        name: "ci",
        permissions: ["build_applications", "update_certificates"],
        rotateOn: { n: "1" },
      },
      failures: [],
    });
    expect(other).toEqual(one);
  });

  test("tells all that is wrong at once", () => {
    expect(messages({ name: "", permissions: 1, colour: "red" })).toHaveLength(3);
  });

  test("counts entries that aren't known yet when it names a place", () => {
    expect(messages({ name: "ci", permissions: [UNKNOWN, "Builds", UNKNOWN, "x"] })).toEqual([
      expect.stringMatching(/^ApiToken\.permissions\[3\] .*\(got "x"\)$/),
    ]);
  });

  test("shows no value of a field that is a secret", () => {
    expect(messages({ name: " hunter2" }, ["name"])).toEqual([
      "ApiToken.name must not start or end with white space: remove it",
    ]);
  });

  test("takes what the provider itself has settled as it is", () => {
    const name = "ci [pu-0123456789]";
    expect(check(token, {}, new Set(), { name })).toEqual({
      inputs: { name, permissions: [] },
      failures: [],
    });
  });
});

describe("A value in a message", () => {
  test.each([
    ["a", '"a"'],
    [["a"], '["a"]'],
    [undefined, "undefined"],
    [() => 1, "function"],
    ["a\u202Eb\u2028", String.raw`"a\u{202e}b\u{2028}"`],
    ["\u009B31m", String.raw`"\u{9b}31m"`],
    ["x".repeat(100), `"${"x".repeat(80)}…"`],
    [["y".repeat(100)], `["${"y".repeat(78)}…`],
  ])("%j is %s", (value, text) => {
    expect(shown(value)).toBe(text);
  });
});
