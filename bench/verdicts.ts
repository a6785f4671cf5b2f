import { OPERATIONS, THROTTLE_PER_SECOND } from "./plan";
import type { Commands, Measurement, Memory, Results } from "./results";
import { mostOf, timeOf } from "./select";
import { type Figure, ratio, summarise } from "./stats";
import { atMost, type Say, type Verdict } from "./target";
import { writesNeeded } from "./wish";

const SIZE = 190;
const LARGE = 1_000;
const ROUND_TRIP_MS = 50;
const MEGABYTE = 1_000_000;
const AT_ONCE = 4; // what the provider allows itself, docs/reliability.md: I8

const times: Say = (value, more = 0) => `${value.toFixed(2 + more)} times`;
const calls: Say = (count) => `${count} calls`;
const milliseconds: Say = (ms, more) => `${ms.toFixed(more)} ms`;
const megabytes: Say = (bytes, more) => `${(bytes / MEGABYTE).toFixed(more)} MB`;

function refreshAndPreview(all: readonly Measurement[]): Verdict[] {
  const at = { size: SIZE, latencyMs: ROUND_TRIP_MS };
  const against = (operation: "refresh" | "preview") =>
    atMost(
      `${operation} of ${SIZE} at ${ROUND_TRIP_MS} ms, against the floor`,
      1.25,
      ratio(
        timeOf(all, { ...at, contestant: "ours", operation }),
        timeOf(all, { ...at, contestant: "floor", operation }),
      ),
      times,
    );
  const refresh = { ...at, contestant: "ours", operation: "refresh" } as const;
  return [
    against("refresh"),
    against("preview"),
    atMost(`calls of a refresh of ${SIZE}`, 4, mostOf(all, refresh, "calls"), calls),
  ];
}

/**
 * The shortest that a create could take, in milliseconds: the engine's own time, or that of the writes at the server, so
 * many at once.
 */
export function leastToCreate(
  floor: Figure | undefined,
  { size, latencyMs }: { readonly size: number; readonly latencyMs: number },
): Figure | undefined {
  return atLeast(floor, (writesNeeded(size, "create") * latencyMs) / AT_ONCE);
}

/** The shortest that an operation could take under the throttle: the engine's own time, or that in which so many writes pass. */
export function leastUnderThrottle(floor: Figure | undefined, writes: number): Figure | undefined {
  return atLeast(floor, boundMs(writes));
}

/** The first second lets through as many as every other, at once, so it takes no time. */
const boundMs = (writes: number) => Math.ceil(writes / THROTTLE_PER_SECOND - 1) * 1_000;

function atLeast(floor: Figure | undefined, ms: number): Figure | undefined {
  return floor && { min: Math.max(floor.min, ms), median: Math.max(floor.median, ms) };
}

function create(all: readonly Measurement[]): Verdict[] {
  const wanted = { operation: "create", size: SIZE } as const;
  const floor = timeOf(all, { ...wanted, contestant: "floor" });
  const latencies = [...new Set(all.filter((one) => one.size === SIZE).map(({ latencyMs }) => latencyMs))];
  const verdicts = (latencies.length === 0 ? [0] : latencies.sort((a, b) => a - b)).map((latencyMs) => {
    const ours = timeOf(all, { ...wanted, contestant: "ours", latencyMs });
    const least = leastToCreate(floor, { size: SIZE, latencyMs });
    const claim = `create of ${SIZE} at ${latencyMs} ms, against the larger of the floor and its writes, ${AT_ONCE} at once`;
    return atMost(claim, 1.15, ratio(ours, least), times);
  });
  const naive = ratio(
    timeOf(all, { ...wanted, contestant: "ours" }),
    timeOf(all, { ...wanted, contestant: "naive" }),
  );
  return [...verdicts, atMost(`create of ${SIZE} at 0 ms, against naive`, 0.5, naive, times)];
}

function growth(all: readonly Measurement[]): Verdict[] {
  const most = (contestant: "ours" | "naive", size: number) =>
    mostOf(all, { contestant, operation: "refresh", size }, "calls");
  const [ours, naive, large] = [most("ours", SIZE), most("naive", SIZE), most("ours", LARGE)];
  const fewer = ours && naive && naive / ours;
  return [
    {
      claim: `calls of a refresh of ${SIZE}, against naive`,
      target: "5 times fewer",
      measured:
        fewer === undefined ? "not measured" : `${fewer.toFixed(1)} times fewer (${ours} against ${naive})`,
      reached: fewer === undefined ? undefined : fewer >= 5,
    },
    {
      claim: `calls of a refresh, from ${SIZE} to ${LARGE} resources`,
      target: "the same",
      measured: ours === undefined || large === undefined ? "not measured" : `${ours} and ${large}`,
      reached: ours === undefined || large === undefined ? undefined : ours === large,
    },
  ];
}

function throttled(all: readonly Measurement[]): Verdict[] {
  const ours = all.filter((one) => one.throttled && one.contestant === "ours");
  const failed = ours.filter(({ failure }) => failure !== undefined).map(({ operation }) => operation);
  const verdicts = (["create", "change", "destroy"] as const).map((operation) => {
    const wanted = { operation, size: SIZE } as const;
    const writes = writesNeeded(SIZE, operation);
    const least = leastUnderThrottle(timeOf(all, { ...wanted, contestant: "floor" }), writes);
    const time = timeOf(all, { ...wanted, contestant: "ours", throttled: true });
    const claim = `${operation} of ${SIZE} under the throttle, against the larger of the floor and its bound of ${boundMs(writes) / 1_000} s`;
    return atMost(claim, 1.2, ratio(time, least), times);
  });
  const complete = OPERATIONS.every((operation) => ours.some((one) => one.operation === operation));
  return [
    {
      claim: `under the throttle of ${THROTTLE_PER_SECOND} calls a second`,
      target: "everything converges, no failure",
      measured: failed.length > 0 ? `failed: ${failed.join(", ")}` : complete ? "no failure" : "not measured",
      reached: failed.length > 0 ? false : complete ? true : undefined,
    },
    ...verdicts,
  ];
}

function commands(measured: Commands | undefined): Verdict[] {
  const [node, help, drift] = [measured?.node, measured?.help, measured?.drift].map((ms) =>
    summarise(ms ?? []),
  );
  const more = 4 * ROUND_TRIP_MS + 250;
  const target = (node?.min ?? 0) + more;
  // As the target depends on what was measured, the medians are held against one of their own.
  const beyond = drift && { min: drift.min, median: drift.median - (node?.median ?? 0) + (node?.min ?? 0) };
  return [
    atMost("`apptego --help`, against `node -e 0`", 1.6, ratio(help, node), times),
    atMost(
      `\`apptego drift\` of ${SIZE} at ${ROUND_TRIP_MS} ms (\`node -e 0\`, 4 round trips, 250 ms)`,
      target,
      beyond,
      milliseconds,
    ),
  ];
}

/**
 * How much larger a process is after its last three refreshes than after its second to fourth, by the medians: in the first
 * it loads and compiles what all others use, and a single reading is a matter of when the system takes pages back.
 */
export function growthOf(inOneProcess: readonly number[]): number | undefined {
  if (inOneProcess.length < 10) return undefined;
  const [early, late] = [summarise(inOneProcess.slice(1, 4)), summarise(inOneProcess.slice(-3))];
  return early && late && late.median / early.median;
}

function memory(measured: Memory | undefined): Verdict[] {
  const peak = measured && Math.max(...measured.peaks, ...measured.inOneProcess);
  const size = measured?.size ?? LARGE;
  const grown = measured && growthOf(measured.inOneProcess);
  return [
    atMost(`memory of the provider process, ${size} resources`, 150 * MEGABYTE, peak, megabytes),
    atMost(
      "its growth over ten refreshes in one process, the last three against the second to fourth",
      1.05,
      grown,
      times,
    ),
  ];
}

/** Every target, held against what a run measured. */
export function verdictsOf(
  results: Pick<Results, "measurements" | "commands" | "memory">,
): readonly Verdict[] {
  const all = results.measurements;
  return [
    ...refreshAndPreview(all),
    ...create(all),
    ...growth(all),
    ...throttled(all),
    ...commands(results.commands),
    ...memory(results.memory),
  ];
}

/** The rounds of ours that didn't do what they should, for the end of a run. */
export function failuresOf(measurements: readonly Measurement[]): readonly Measurement[] {
  return measurements.filter(({ failure }) => failure !== undefined);
}
