/** What several measurements of the same thing come to, in their own unit. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  /** The largest less the smallest. */
  readonly spread: number;
  /** How many measurements there were. */
  readonly n: number;
}

/** What is held against a target, by the smallest of each side and by the median of each. */
export interface Figure {
  readonly min: number;
  readonly median: number;
}

/** Summarises measurements; undefined where there are none. */
export function summarise(values: readonly number[]): Summary | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return undefined;
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1] ?? min;
  const upper = sorted[Math.floor(middle)] ?? max;
  return { min, median: (lower + upper) / 2, spread: max - min, n: sorted.length };
}

/** How many times the other one a summary is; undefined where a side is missing or took no time. */
export function ratio(one: Figure | undefined, other: Figure | undefined): Figure | undefined {
  if (one === undefined || other === undefined || other.min === 0) return undefined;
  return { min: one.min / other.min, median: one.median / other.median };
}
