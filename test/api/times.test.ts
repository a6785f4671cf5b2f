import { describe, expect, test } from "vitest";
import { isoTime } from "../../provider/api/times";

describe("A time", () => {
  test.each([
    [0, "1970-01-01T00:00:00.000Z"],
    [1_893_499_200, "2030-01-01T12:00:00.000Z"],
    [null, undefined],
    [undefined, undefined],
  ])("of %s epoch seconds is %s", (seconds, time) => {
    expect(isoTime(seconds)).toBe(time);
  });
});
