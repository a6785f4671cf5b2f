import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comment, lines, literal } from "../../../provider/cli/export/text";

const HOSTILE = fc.string({ unit: "binary", maxLength: 40 });

describe("A foreign text in a program", () => {
  test("is a literal of just that value, in which all can be seen", () => {
    fc.assert(
      fc.property(
        fc.oneof(HOSTILE, fc.constantFrom('"); evil(); ("', "a\u2028b", "a\u202Eb", "\u{e0041}")),
        (text) => {
          const written = literal(text);

          expect(JSON.parse(written)).toBe(text);
          expect(written).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        },
      ),
    );
  });

  test("ends no comment", () => {
    fc.assert(
      fc.property(
        fc.oneof(HOSTILE, fc.constantFrom("a\nevil();", "a\r\u2028evil()", "*/ evil()")),
        (text) => {
          for (const line of comment(`It keeps ${text}.`).split(/[\n\r\u2028\u2029]/))
            expect(line.startsWith("// ") || line === "//").toBe(true);
        },
      ),
    );
  });

  test("is wrapped, and nothing of it is lost", () => {
    const sentence = "one two three four ".repeat(20).trim();

    const wrapped = lines(sentence, 30);

    expect(wrapped.join(" ")).toBe(sentence);
    expect(Math.max(...wrapped.map((line) => line.length))).toBeLessThanOrEqual(30);
  });
});
