import { describe, expect, test } from "vitest";
import { isUnknown, knownPart, UNKNOWN } from "../../provider/resources/unknown";

describe("What isn't known yet", () => {
  test.each([UNKNOWN, [UNKNOWN], { a: UNKNOWN }, { a: [{ b: UNKNOWN }] }])("is found in %j", (value) => {
    expect(isUnknown(value)).toBe(true);
  });

  test.each([undefined, null, "", 0, [], {}, [null], `${UNKNOWN}x`])("isn't seen in %j", (value) => {
    expect(isUnknown(value)).toBe(false);
  });

  test.each([
    [UNKNOWN, undefined],
    [
      ["a", UNKNOWN, "b"],
      ["a", "b"],
    ],
    [{ a: "1", b: UNKNOWN, c: [UNKNOWN] }, { a: "1" }],
    ["a", "a"],
    [null, null],
  ])("leaves of %j what is known", (value, known) => {
    expect(knownPart(value)).toEqual(known);
  });
});
