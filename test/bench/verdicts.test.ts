import { describe, expect, test } from "vitest";
import { OPERATIONS } from "../../bench/plan";
import type { Measurement } from "../../bench/results";
import { leastToCreate, leastUnderThrottle, verdictsOf } from "../../bench/verdicts";
import { measured } from "./measured";

/** The verdicts whose claim begins like this. */
function about(
  claim: string,
  measurements: Measurement[],
  rest: Omit<Parameters<typeof verdictsOf>[0], "measurements"> = {},
) {
  const verdicts = verdictsOf({ measurements, ...rest }).filter((one) => one.claim.startsWith(claim));
  return verdicts.map(({ measured: value, reached }) => [value, reached]);
}

describe("A verdict", () => {
  test("on what wasn't measured is none", () => {
    expect(verdictsOf({ measurements: [] }).map(({ reached }) => reached)).toEqual(
      verdictsOf({ measurements: [] }).map(() => undefined),
    );
  });

  test.each([
    [1_250, true],
    [1_260, false],
  ])("on a refresh of %i ms against a floor of a second, at any latency, is %s", (ms, reached) => {
    const refresh = { operation: "refresh" } as const;
    const rounds = [
      measured({ ...refresh, contestant: "floor", latencyMs: 0, ms: 1_000 }),
      measured({ ...refresh, latencyMs: 50, ms }),
      measured({ ...refresh, latencyMs: 50, ms: ms * 2, round: 2 }),
      measured({ ...refresh, latencyMs: 50, ms: 1, round: 3, failure: "cut off" }),
    ];

    expect(about("refresh of 190", rounds)).toEqual([[`${(ms / 1_000).toFixed(2)} times`, reached]]);
  });

  test("on a create is against the larger of the engine's time and its writes' at the server", () => {
    const rounds = [
      measured({ contestant: "floor", ms: 7_000 }),
      measured({ latencyMs: 0, ms: 7_700 }),
      measured({ latencyMs: 200, ms: 34_000 }),
    ];
    const writes = (19 + 99) * 2 + 72;
    expect(leastToCreate({ min: 7_000, median: 17_000 }, { size: 190, latencyMs: 200 })).toEqual({
      ...{ min: (writes * 200) / 4, median: 17_000 },
    });
    expect(leastToCreate(undefined, { size: 190, latencyMs: 200 })).toBeUndefined();

    expect(about("create of 190 at 0 ms, against the larger", rounds)).toEqual([["1.10 times", true]]);
    expect(about("create of 190 at 200 ms", rounds)).toEqual([["2.21 times", false]]);
  });

  test("on calls is against naive, and against a larger tenant", () => {
    const refresh = { operation: "refresh" } as const;
    const rounds = [
      measured({ ...refresh, calls: 4 }),
      measured({ ...refresh, contestant: "naive", calls: 190 }),
      measured({ ...refresh, size: 1_000, calls: 5 }),
      measured({ ...refresh, size: 1_000, calls: 9, round: 2, failure: "cut off" }),
    ];

    expect(about("calls of a refresh", rounds)).toEqual([
      ["not measured", undefined], // that at 50 ms
      ["47.5 times fewer (4 against 190)", true],
      ["4 and 5", false],
    ]);
  });

  test("on the throttle wants every operation without a failure", () => {
    const all = OPERATIONS.map((operation) => measured({ operation, throttled: true, refused: 10 }));
    expect(about("under the throttle", all)).toEqual([["no failure", true]]);

    const failed = all.map((one) => (one.operation === "change" ? { ...one, failure: "429" } : one));
    expect(about("under the throttle", failed)).toEqual([["failed: change", false]]);
    expect(about("under the throttle", all.slice(1))).toEqual([["not measured", undefined]]);
  });

  test("on the throttle holds what writes against the larger of the floor and what the writes alone take", () => {
    const rounds = (["create", "change", "destroy"] as const).flatMap((operation) => [
      measured({ operation, contestant: "floor", ms: 5_000 }),
      measured({
        operation,
        throttled: true,
        ms: { create: 36_000, change: 6_100, destroy: 21_610 }[operation],
      }),
    ]);
    expect(leastUnderThrottle({ min: 5_000, median: 40_000 }, 308)).toEqual({ min: 30_000, median: 40_000 });
    expect(leastUnderThrottle({ min: 5_000, median: 5_000 }, 190)).toEqual({ min: 18_000, median: 18_000 });

    expect(about("create of 190 under the throttle", rounds)).toEqual([["1.20 times", true]]);
    expect(about("change of 190 under the throttle", rounds)).toEqual([["1.22 times", false]]);
    expect(about("destroy of 190 under the throttle", rounds)).toEqual([["1.201 times", false]]);
    expect(about("create of 190 under the throttle", rounds.slice(1))).toEqual([["not measured", undefined]]);
  });

  test("on the command counts what a process costs that does nothing", () => {
    const commands = { node: [40, 60], help: [70, 64], drift: [491, 800] };

    expect(about("`apptego", [], { commands })).toEqual([
      ["1.60 times", true],
      ["491 ms", false],
    ]);
  });

  test("on memory takes the highest peak", () => {
    const memory = { size: 1_000, peaks: [100e6, 149e6], inOneProcess: [60e6] };

    expect(about("memory", [], { memory })).toEqual([["149 MB", true]]);
    expect(about("memory", [], { memory: { ...memory, inOneProcess: [150.4e6] } })).toEqual([
      ["150.4 MB", false],
    ]);
  });

  const rising = (by: number) => Array.from({ length: 10 }, (_, at) => 100e6 * (1 + (by * at) / 9));

  test.each([
    ["what only the first refresh takes", [60e6, ...Array<number>(9).fill(100e6)], "1.00 times", true],
    ["a rise of a twentieth", rising(0.05), "1.03 times", true],
    ["a steady rise of a tenth", rising(0.1), "1.07 times", false],
    ["a rise at the end", [...Array<number>(8).fill(100e6), 110e6, 110e6], "1.10 times", false],
    ["one reading that is off", [...Array<number>(9).fill(100e6), 110e6], "1.00 times", true],
    ["less than ten refreshes", rising(0.1).slice(1), "not measured", undefined],
  ])("on growth sees %s", (_, inOneProcess, said, reached) => {
    const memory = { size: 1_000, peaks: [100e6], inOneProcess };

    expect(about("its growth", [], { memory })).toEqual([[said, reached]]);
  });
});
