/** What several measurements of the same thing come to, in their own unit. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  /** The largest less the smallest. */
  readonly spread: number;
  /** How many measurements there were. */
  readonly rounds: number;
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
  return { min, median: (lower + upper) / 2, spread: max - min, rounds: sorted.length };
}

/** How many times the other one a summary is, by the minima: what disturbed a measurement only made it longer. */
export function ratio(one: Summary | undefined, other: Summary | undefined): number | undefined {
  return one === undefined || other === undefined || other.min === 0 ? undefined : one.min / other.min;
}
