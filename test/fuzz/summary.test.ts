import { describe, expect, test } from "vitest";
import { holds, newlyBroken, summaryOf } from "../../scripts/fuzz/summary";
import { nothing, percentile } from "./fuzz";

const lineOf = (summary: string, name: string) =>
  summary.split("\n").find((line) => line.includes(` ${name} `)) ?? "";

describe("What broke", () => {
  const failure = (seed: number) => ({
    ...{ seed, replay: `replay ${String(seed)}` },
    report: {
      ...{
        violations: [{ invariant: "I1" as const, what: "a token" }],
        looked: [],
        story: ["up: ok", "destroy: ok"],
      },
      ...{ ups: 1, calls: 1, named: 0, joined: 0 },
    },
  });

  test("is told at once, with its story, and once", () => {
    const found = { ...nothing(), failures: [failure(1), failure(2)] };

    expect(newlyBroken(found, 2)).toBe("");
    expect(newlyBroken(found, 1)).toMatch(/^replay 2\n {2}I1 .*: a token\nup: ok\ndestroy: ok\n$/);
    expect(newlyBroken(found, 0)).toContain("replay 1");
  });
});

describe("The summary of a fuzz", () => {
  test("says of an invariant that nothing looked at that it wasn't measured", () => {
    const found = { ...nothing(), runs: 4, ups: [1, 1, 1, 1] };
    Object.assign(found.looked, { I1: 4, I12: 2, I4: 4 });
    found.broken.I4 = 1;
    const summary = summaryOf(found);

    expect(lineOf(summary, "I1")).toMatch(/│ \S*0\S* +│$/);
    expect(lineOf(summary, "I2")).toContain("not measured");
    expect(lineOf(summary, "I4")).toMatch(/│ \S*1\S* +│$/);
    expect(lineOf(summary, "I12")).toContain("0 of 2");
  });

  test.for([
    ["4 in one of a few runs", [1, 1, 4], true],
    ["5 in one of a few runs", [1, 1, 5], false],
    ["4 in one of a hundred runs", [...Array<number>(99).fill(1), 4], true],
    ["4 in two of a hundred runs", [...Array<number>(98).fill(3), 4, 4], false],
  ] as const)("asks that it converges soon, however many runs there are: %s", ([, ups, is]) => {
    const found = { ...nothing(), runs: ups.length, ups: [...ups] };

    expect(holds(found)).toBe(is);
    expect(/more than 3/.test(summaryOf(found))).toBe(!is);
    expect(percentile(ups, 1)).toBeGreaterThan(3);
  });
});
