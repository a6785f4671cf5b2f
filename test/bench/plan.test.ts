import { describe, expect, test } from "vitest";
import { CONTESTANTS, inRounds, OPERATIONS, planOf, readOnly } from "../../bench/plan";
import { shares, wishOf, writesToCreate } from "../../bench/wish";

const everything = planOf(false, readOnly([]));
const only = (...words: string[]) => planOf(false, readOnly(words));

describe("A run", () => {
  test("compares all at 10, 50 and 190 resources and at each latency, and takes ours and the floor to 1,000", () => {
    const cells = everything.cells.filter(({ throttled }) => !throttled);
    const ofSize = (size: number) => cells.filter((cell) => cell.size === size);

    for (const size of [10, 50, 190]) {
      expect(new Set(ofSize(size).map(({ contestant }) => contestant))).toEqual(new Set(CONTESTANTS));
      expect(new Set(ofSize(size).map(({ latencyMs }) => latencyMs))).toEqual(new Set([0, 50, 200]));
      expect(ofSize(size).every(({ rounds }) => rounds === 3)).toBe(true);
    }
    expect(ofSize(1_000)).toMatchObject([
      { contestant: "floor", rounds: 1 },
      { contestant: "ours", rounds: 1 },
    ]);
    expect(everything).toMatchObject({ operations: OPERATIONS, extras: ["commands", "memory"] });
  });

  test("goes round by round, all side by side in each", () => {
    const steps = [...inRounds(only("10", "50ms").cells)];

    expect(steps.map(({ cell, round }) => `${round} ${cell.contestant}`)).toEqual(
      [1, 2, 3].flatMap((round) => CONTESTANTS.map((contestant) => `${round} ${contestant}`)),
    );
  });

  test("that is quick has small tenants only", () => {
    const sizes = planOf(true, readOnly([])).cells.map(({ size }) => size);

    expect(new Set(sizes)).toEqual(new Set([10, 50]));
  });
});

describe("A restriction", () => {
  test("is by contestant, size, latency and operation, and keeps the floor at every latency", () => {
    const { cells, operations, extras } = only("ours", "floor", "190", "200ms", "refresh");

    expect(cells).toMatchObject([
      { contestant: "floor", size: 190, latencyMs: 0 },
      { contestant: "ours", size: 190, latencyMs: 200 },
    ]);
    expect(operations).toEqual(["refresh"]);
    expect(extras).toEqual([]);
  });

  test("to an extra leaves out the rest", () => {
    expect(only("memory")).toMatchObject({ cells: [], extras: ["memory"] });
  });

  test("to the throttle leaves out the rest", () => {
    expect(only("throttle").cells.every(({ throttled }) => throttled)).toBe(true);
    expect(only("throttle").cells.length).toBeGreaterThan(0);
  });

  test("by a word that means nothing is refused", () => {
    expect(() => readOnly(["ours", "190", "fast"])).toThrow("fast is none of floor, ours");
  });
});

describe("What a tenant is to hold", () => {
  test("is a full tenant at 190, and as many as asked for at any size", () => {
    expect(shares(190)).toEqual({ tokens: 19, users: 99, keys: 10, mappings: 62 });
    for (const size of [1, 10, 50, 190, 1_000]) {
      const parts = Object.values(shares(size));
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(size);
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
    }
    expect(writesToCreate(190)).toBe(38 + 198 + 10 + 62);
  });

  test("differs by one in ten of each kind after the change", () => {
    const [before, after] = [wishOf(190), wishOf(190, true)];
    const differing = (["tokens", "users", "keys", "mappings"] as const).map(
      (kind) =>
        after[kind].filter((one, at) => JSON.stringify(one) !== JSON.stringify(before[kind][at])).length,
    );

    expect(differing).toEqual([2, 10, 1, 7]);
  });
});
