import { describe, expect, test } from "vitest";
import { CONTESTANTS, inRounds, OPERATIONS, planOf, readOnly } from "../../bench/plan";
import { inOrder } from "../../bench/play-cell";
import { shares, wishOf, writesNeeded } from "../../bench/wish";

const everything = planOf(false, readOnly([]));
const only = (...words: string[]) => planOf(false, readOnly(words));

describe("A run", () => {
  test("compares all at 10, 50 and 190 resources and at each latency, and takes ours and the floor to 1,000", () => {
    const cells = everything.cells.filter(({ throttled }) => !throttled);
    const ofSize = (size: number) => cells.filter((cell) => cell.size === size);

    for (const size of [10, 50, 190]) {
      expect(new Set(ofSize(size).map(({ contestant }) => contestant))).toEqual(new Set(CONTESTANTS));
      expect(new Set(ofSize(size).map(({ latencyMs }) => latencyMs))).toEqual(new Set([0, 50, 200]));
    }
    expect(ofSize(1_000)).toMatchObject([
      { contestant: "floor", rounds: 1 },
      { contestant: "ours", rounds: 1 },
    ]);
    expect(everything).toMatchObject({ operations: OPERATIONS, extras: ["commands", "memory"] });
  });

  test("takes most rounds of what its targets are about: 190, and there the floor, ours, and naive at 0 ms", () => {
    const rounds = (size: number) =>
      Object.fromEntries(
        everything.cells
          .filter((cell) => cell.size === size && cell.latencyMs !== 50)
          .map((cell) => [`${cell.contestant} ${cell.throttled ? "throttle" : cell.latencyMs}`, cell.rounds]),
      );

    expect(rounds(190)).toEqual({
      ...{ "floor 0": 3, "ours 0": 3, "ours 200": 3, "naive 0": 3, "naive 200": 2 },
      ...{ "curl 0": 1, "curl 200": 1, "ours throttle": 2, "naive throttle": 1, "curl throttle": 1 },
    });
    expect(rounds(50)).toMatchObject({ "floor 0": 2, "ours 200": 2, "naive 200": 2, "curl 0": 1 });
    expect(new Set(Object.values(rounds(10)))).toEqual(new Set([1]));
  });

  test("goes round by round, all side by side in each, and begins each with 190", () => {
    const steps = [...inRounds(only("10", "50", "190", "50ms").cells)];
    const names = steps.map(({ cell, round }) => `${round} ${cell.size} ${cell.contestant}`);
    const side = (round: number, size: number, contestants: readonly string[] = CONTESTANTS) =>
      contestants.map((contestant) => `${round} ${size} ${contestant}`);
    const [floor, ours, naive] = CONTESTANTS;

    expect(names).toEqual([
      ...[...side(1, 190), ...side(1, 50), ...side(1, 10)],
      ...[...side(2, 190, [floor, ours, naive]), ...side(2, 50, [floor, ours, naive])],
      ...side(3, 190, [floor, ours]),
    ]);
  });

  test("does what is short and changes nothing several times in a round, and nothing else", () => {
    const done = inOrder({ repeats: 3 }, OPERATIONS).map(({ operation, repeat }) => `${operation} ${repeat}`);

    expect(done).toEqual([
      ...[
        "create 1",
        "no-op 1",
        "preview 1",
        "preview 2",
        "preview 3",
        "refresh 1",
        "refresh 2",
        "refresh 3",
      ],
      ...["change 1", "drift 1", "destroy 1"],
    ]);
    expect(inOrder({ repeats: 1 }, ["drift"]).map(({ operation }) => operation)).toEqual(["create", "drift"]);
  });

  test("that is quick has small tenants and one latency, and measures no memory", () => {
    const { cells, extras } = planOf(true, readOnly([]));

    expect(new Set(cells.map(({ size }) => size))).toEqual(new Set([10, 50]));
    expect(new Set(cells.filter(({ throttled }) => !throttled).map(({ latencyMs }) => latencyMs))).toEqual(
      new Set([0, 50]), // 0 is the floor's
    );
    expect(extras).toEqual(["commands"]);
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

  test("to the throttle leaves out the rest but the floor, which is a bound of it", () => {
    const others = only("throttle").cells.filter(({ throttled }) => !throttled);

    expect(only("throttle").cells.length).toBeGreaterThan(1);
    expect(others).toMatchObject([{ contestant: "floor", size: 190 }]);
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
    expect(writesNeeded(190, "create")).toBe(38 + 198 + 10 + 62);
    expect(writesNeeded(190, "destroy")).toBe(190);
  });

  test("differs by one in ten of each kind after the change", () => {
    const [before, after] = [wishOf(190), wishOf(190, true)];
    const differing = (["tokens", "users", "keys", "mappings"] as const).map(
      (kind) =>
        after[kind].filter((one, at) => JSON.stringify(one) !== JSON.stringify(before[kind][at])).length,
    );

    expect(differing).toEqual([2, 10, 1, 7]);
    expect(writesNeeded(190, "change")).toBe(20);
  });
});
