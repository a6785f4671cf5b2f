import { OPERATIONS, THROTTLE_PER_SECOND } from "./plan";
import type { Commands, Measurement, Memory, Results } from "./results";
import { mostOf, timeOf, type Wanted } from "./select";
import { ratio, summarise } from "./stats";
import { callsNeeded, writesToCreate } from "./wish";

/** What was to be shown, what was measured, and whether it is reached; undefined where the run didn't measure it. */
export interface Verdict {
  readonly claim: string;
  readonly target: string;
  readonly measured: string;
  readonly reached: boolean | undefined;
}

const SIZE = 190;
const LARGE = 1_000;
const ROUND_TRIP_MS = 50;
const MEGABYTE = 1_000_000;
const AT_ONCE = 4; // what the provider allows itself, docs/reliability.md: I8

const times = (value: number) => `${value.toFixed(2)} times`;

/** A verdict on a figure that must not be over its target. */
function atMost(
  claim: string,
  target: number,
  value: number | undefined,
  say: (value: number) => string,
): Verdict {
  if (value === undefined)
    return { claim, target: `at most ${say(target)}`, measured: "not measured", reached: undefined };
  return { claim, target: `at most ${say(target)}`, measured: say(value), reached: value <= target };
}

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
  const calls = mostOf(all, refresh, "calls");
  return [
    against("refresh"),
    against("preview"),
    atMost(`calls of a refresh of ${SIZE}`, 4, calls, (count) => `${count} calls`),
  ];
}

/** The shortest that a create could take: the engine's own time, or that of the writes at the server, in milliseconds. */
export function leastToCreate(
  floorMs: number,
  { size, latencyMs }: { readonly size: number; readonly latencyMs: number },
): number {
  return Math.max(floorMs, (writesToCreate(size) * latencyMs) / AT_ONCE);
}

function create(all: readonly Measurement[]): Verdict[] {
  const wanted = { operation: "create", size: SIZE } as const;
  const floor = timeOf(all, { ...wanted, contestant: "floor" });
  const latencies = [...new Set(all.filter((one) => one.size === SIZE).map(({ latencyMs }) => latencyMs))];
  const verdicts = (latencies.length === 0 ? [0] : latencies.sort((a, b) => a - b)).map((latencyMs) => {
    const cell: Wanted = { ...wanted, contestant: "ours", latencyMs };
    const ours = timeOf(all, cell);
    const least = floor && leastToCreate(floor.min, { size: SIZE, latencyMs });
    const claim = `create of ${SIZE} at ${latencyMs} ms, against the larger of the floor and its writes, ${AT_ONCE} at once`;
    return atMost(claim, 1.15, ours && least && ours.min / least, times);
  });
  const naive = ratio(
    timeOf(all, { ...wanted, contestant: "ours" }),
    timeOf(all, { ...wanted, contestant: "naive" }),
  );
  return [...verdicts, atMost(`create of ${SIZE} at 0 ms, against naive`, 0.5, naive, times)];
}

function growth(all: readonly Measurement[]): Verdict[] {
  const calls = (contestant: "ours" | "naive", size: number) =>
    mostOf(all, { contestant, operation: "refresh", size }, "calls");
  const [ours, naive, large] = [calls("ours", SIZE), calls("naive", SIZE), calls("ours", LARGE)];
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
  const verdicts = (["create", "destroy"] as const).map((operation) => {
    const [one] = ours.filter((each) => each.operation === operation && each.failure === undefined);
    // The first second lets through as many as every other, at once. Calls that aren't needed make it no longer.
    const calls = one && callsNeeded(one.size, operation);
    const boundMs = calls && Math.ceil(calls / THROTTLE_PER_SECOND - 1) * 1_000;
    const bound = boundMs === undefined ? "" : ` of ${boundMs / 1_000} s`;
    const share = one && boundMs ? one.ms / boundMs : undefined;
    return atMost(`${operation} under the throttle, against its own bound${bound}`, 1.2, share, times);
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
  const allowed = (node?.min ?? 0) + 4 * ROUND_TRIP_MS + 250;
  return [
    atMost("`apptego --help`, against `node -e 0`", 1.6, ratio(help, node), times),
    atMost(
      `\`apptego drift\` of ${SIZE} at ${ROUND_TRIP_MS} ms (\`node -e 0\`, 4 round trips, 250 ms)`,
      allowed,
      drift?.min,
      (ms) => `${Math.round(ms)} ms`,
    ),
  ];
}

function memory(measured: Memory | undefined): Verdict[] {
  const peak = measured && Math.max(...measured.peaks, ...measured.inOneProcess);
  const size = measured?.size ?? LARGE;
  const [first, later] = [measured?.inOneProcess.slice(0, 5) ?? [], measured?.inOneProcess.slice(5) ?? []];
  const grown = later.length === 5 ? Math.max(...later) / Math.max(...first) : undefined;
  return [
    atMost(
      `memory of the provider process, ${size} resources`,
      150 * MEGABYTE,
      peak,
      (bytes) => `${(bytes / MEGABYTE).toFixed(0)} MB`,
    ),
    atMost(`its growth over ten refreshes in one process, later five against first five`, 1.05, grown, times),
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
