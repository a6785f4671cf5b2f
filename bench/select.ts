import type { Contestant, Operation } from "./plan";
import type { Measurement } from "./results";
import { summarise, type Summary } from "./stats";

/** What is looked for among the measurements. */
export interface Wanted {
  readonly contestant: Contestant;
  readonly operation: Operation;
  readonly size: number;
  readonly latencyMs?: number;
  readonly throttled?: boolean;
}

/** The rounds of one operation of one contestant. The floor calls nobody: it has the same times at every latency. */
export function roundsOf(measurements: readonly Measurement[], wanted: Wanted): readonly Measurement[] {
  const { contestant, operation, size, latencyMs = 0, throttled = false } = wanted;
  const isFloor = contestant === "floor";
  return measurements.filter(
    (one) =>
      one.contestant === contestant &&
      one.operation === operation &&
      one.size === size &&
      (isFloor || (one.latencyMs === latencyMs && one.throttled === throttled)),
  );
}

/** The time of those rounds that did what they should, in milliseconds; undefined where there is none. */
export function timeOf(measurements: readonly Measurement[], wanted: Wanted): Summary | undefined {
  const good = roundsOf(measurements, wanted).filter(({ failure }) => failure === undefined);
  return summarise(good.map(({ ms }) => ms));
}

/** The most of a count in those rounds that did what they should; undefined where there is none. */
export function mostOf(
  measurements: readonly Measurement[],
  wanted: Wanted,
  count: "calls" | "writes" | "refused" | "bytes",
): number | undefined {
  const rounds = roundsOf(measurements, wanted).filter(({ failure }) => failure === undefined);
  return rounds.length === 0 ? undefined : Math.max(...rounds.map((one) => one[count]));
}
