import { describe, expect, test } from "vitest";
import { ageInDays, maxAge } from "../../../provider/cli/rotate/max-age";

const NOW = new Date("2031-04-10T12:00:00Z");

describe("An age", () => {
  test.each([
    ["90d", 90],
    ["12w", 84],
    ["1y", 365],
    ["0d", 0],
  ])("is written as in %s", (text, days) => {
    expect(maxAge(text)).toBe(days);
  });

  test.each(["90", "d", "-1d", "1.5d", "3m", "", "999999d"])("isn't guessed from %j", (text) => {
    expect(() => maxAge(text)).toThrow("such as 90d, 12w or 1y");
  });

  test.each([
    ["2031-04-09T12:00:00Z", 1],
    ["2031-04-09T12:00:01Z", 0],
    ["2032-01-01T00:00:00Z", 0],
    ["yesterday", undefined],
    [undefined, undefined],
  ])("counts whole days since %s", (since, days) => {
    expect(ageInDays(since, NOW)).toBe(days);
  });
});
