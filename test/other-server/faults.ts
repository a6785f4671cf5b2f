import type { Random } from "./random";

/** What becomes of a reply. */
export type Fault = "reset" | "late" | "hang" | "truncated" | "empty" | "html" | "broken" | "tooMany";

/** What goes wrong with one call, and whether the server does the work first, later, or not at all. */
export interface Accident {
  readonly fault: Fault;
  readonly commits: "before" | "later" | "never";
}

const ACCIDENTS: readonly [Accident, ...Accident[]] = [
  { fault: "reset", commits: "never" },
  { fault: "reset", commits: "before" },
  { fault: "late", commits: "later" },
  { fault: "broken", commits: "never" },
  { fault: "broken", commits: "before" },
  { fault: "truncated", commits: "before" },
  { fault: "empty", commits: "before" },
  { fault: "html", commits: "before" },
  { fault: "html", commits: "never" },
  { fault: "tooMany", commits: "never" },
];

/** The next call's accident; undefined if all goes well. */
export function accidentOf({ chance, pick }: Random, probability: number): Accident | undefined {
  return chance(probability) ? pick(ACCIDENTS) : undefined;
}
