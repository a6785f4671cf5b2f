import { describe, expect, test } from "vitest";
import { OPERATIONS } from "../../bench/plan";
import type { Measurement } from "../../bench/results";
import { leastToCreate, verdictsOf } from "../../bench/verdicts";
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
    expect(leastToCreate(7_000, { size: 190, latencyMs: 200 })).toBe(((19 + 99) * 2 + 72) * 50);

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

  test("on the throttle is against what it lets through, and wants every operation without a failure", () => {
    const all = OPERATIONS.map((operation) =>
      measured({ operation, throttled: true, calls: 400, refused: 10, ms: 34_100 }),
    );
    expect(about("under the throttle", all)).toEqual([["no failure", true]]);
    expect(about("create under the throttle", all)).toEqual([["1.10 times", true]]);

    const failed = all.map((one) => (one.operation === "change" ? { ...one, failure: "429" } : one));
    expect(about("under the throttle", failed)).toEqual([["failed: change", false]]);
    expect(about("under the throttle", all.slice(1))).toEqual([["not measured", undefined]]);
  });

  test("on the command counts what a process costs that does nothing", () => {
    const commands = { node: [40, 60], help: [70, 64], drift: [491, 800] };

    expect(about("`apptego", [], { commands })).toEqual([
      ["1.60 times", true],
      ["491 ms", false],
    ]);
  });

  test("on memory takes the highest peak, and what the later half has beyond the first", () => {
    const peaks = [100e6, 149e6];
    const flat = {
      size: 1_000,
      peaks,
      inOneProcess: [60e6, 80e6, 90e6, 95e6, 99e6, 100e6, 100e6, 100e6, 100e6, 103.9e6],
    };
    expect(about("memory", [], { memory: flat })).toEqual([["149 MB", true]]);
    expect(about("its growth", [], { memory: flat })).toEqual([["1.05 times", true]]);

    const grows = { ...flat, inOneProcess: Array.from({ length: 10 }, (_, at) => (at + 1) * 20e6) };
    expect(about("memory", [], { memory: grows })).toEqual([["200 MB", false]]);
    expect(about("its growth", [], { memory: grows })).toEqual([["2.00 times", false]]);
  });
});
