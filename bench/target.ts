import type { Figure } from "./stats";

const MOST_DECIMALS = 4;

/** What was to be shown, what was measured, and whether it is reached; undefined where the run didn't measure it. */
export interface Verdict {
  readonly claim: string;
  readonly target: string;
  readonly measured: string;
  readonly reached: boolean | undefined;
  /** What the median says, where a figure has one: undefined elsewhere. */
  readonly byMedian?: boolean;
}

/** A value with its unit, and so many decimals more than are usual. */
export type Say = (value: number, more?: number) => string;

/** As a person reads it; a value over its target isn't rounded down to it. */
function said(value: number, target: number, say: Say): string {
  let more = 0;
  while (value > target && say(value, more) === say(target, more) && more < MOST_DECIMALS) more += 1;
  return say(value, more);
}

/** A verdict on a figure that must not be over its target: by its minimum, with what its median says beside it. */
export function atMost(
  claim: string,
  target: number,
  figure: Figure | number | undefined,
  say: Say,
): Verdict {
  const common = { claim, target: `at most ${say(target)}` };
  if (figure === undefined) return { ...common, measured: "not measured", reached: undefined };
  const { min, median } = typeof figure === "number" ? { min: figure, median: figure } : figure;
  const measured = said(min, target, say);
  return { ...common, measured, reached: min <= target, byMedian: median <= target };
}
