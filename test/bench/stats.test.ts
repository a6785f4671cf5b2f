import { describe, expect, test } from "vitest";
import { ratio, summarise } from "../../bench/stats";

describe("A summary", () => {
  test.each([
    ["one round", [7], { min: 7, median: 7, spread: 0, n: 1 }],
    ["two rounds, in any order", [9, 5], { min: 5, median: 7, spread: 4, n: 2 }],
    ["three rounds, one of them disturbed", [30, 10, 11], { min: 10, median: 11, spread: 20, n: 3 }],
    ["numbers that text would sort otherwise", [100, 9, 20, 11], { min: 9, median: 15.5, spread: 91, n: 4 }],
  ])("of %s is its minimum, median and spread", (_, values, summary) => {
    expect(summarise(values)).toEqual(summary);
  });

  test("of nothing is none", () => {
    expect(summarise([])).toBeUndefined();
  });
});

describe("A ratio", () => {
  test("is that of the minima, and that of the medians beside it", () => {
    expect(ratio(summarise([30, 12]), summarise([10, 18]))).toEqual({ min: 1.2, median: 1.5 });
  });

  test("is none where a side is missing or took no time", () => {
    expect(ratio(undefined, summarise([1]))).toBeUndefined();
    expect(ratio(summarise([1]), undefined)).toBeUndefined();
    expect(ratio(summarise([1]), summarise([0]))).toBeUndefined();
  });
});
