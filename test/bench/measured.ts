import type { Measurement } from "../../bench/results";

/** A measurement, of which a test says what it is about. */
export function measured(given: Partial<Measurement>): Measurement {
  return {
    ...{
      contestant: "ours",
      operation: "create",
      size: 190,
      latencyMs: 0,
      throttled: false,
      round: 1,
      repeat: 1,
      ms: 1_000,
    },
    ...{ calls: 4, writes: 0, refused: 0, bytes: 2_000, atOnce: 4 },
    ...given,
  };
}
