import { describe, expect, test } from "vitest";
import { peakIn, peakUntil } from "../../bench/provider-process";
import { bar } from "../../bench/progress";

describe("The provider process", () => {
  test("has the peak that the kernel tells, in bytes", () => {
    expect(peakIn("Name:\tnode\nVmPeak:\t  900 kB\nVmHWM:\t   100 kB\nVmRSS:\t    90 kB\n")).toBe(102_400);
    expect(peakIn("")).toBeUndefined();
  });

  test("has no peak where no such process ran", async () => {
    expect(await peakUntil(Promise.resolve(), process.pid)).toBeUndefined();
    expect(await peakUntil(Promise.resolve(), undefined)).toBeUndefined();
  });
});

describe("The bar", () => {
  test.each([
    [0, 10, 0],
    [5, 10, 15],
    [10, 10, 30],
    [0, 0, 30],
  ])("of %i of %i is filled by %i", (done, all, filled) => {
    expect([...bar(done, all)].filter((cell) => cell === "█")).toHaveLength(filled);
    expect(bar(done, all)).toHaveLength(30);
  });
});
