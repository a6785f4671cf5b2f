import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safe } from "../../../provider/cli/terminal/safe";

describe("A safe text", () => {
  test.each([
    ["\u001b[31mred\u0007", "\\u{1b}[31mred\\u{7}"],
    ["a\nb\tc", "a\\u{a}b\\u{9}c"],
    ["x\u202ey\u2066z", "x\\u{202e}y\\u{2066}z"],
    ["Jörg 日本 🎉", "Jörg 日本 🎉"],
  ])("of %j is %j", (text, expected) => {
    expect(safe(text)).toBe(expected);
  });

  test("holds no control or direction character, whatever was given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(safe(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });
});
