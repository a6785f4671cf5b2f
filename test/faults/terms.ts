import type { FaultInput } from "../../provider/sandbox";

/** What a fault meets, in the order of the matrix. */
export const COLUMNS = {
  credential: "create of a token or key",
  named: "create of a user or mapping",
  read: "read",
  update: "update",
  delete: "delete",
} as const;
export type Column = keyof typeof COLUMNS;

/** What has to come of it. */
export const VERDICTS = {
  RT: "tried again to success, without a duplicate",
  RC: "reconciled by a fresh list: one object, and the one that the state knows",
  UN: "remembered as unresolved; the next run heals it",
  PS: "kept in part, with id and secret; the next run completes it",
  ER: "a clear error; the state tells what is live, the next run goes on",
  KS: "a clear error; the state is kept, nothing is taken for gone",
  OK: "accepted",
} as const;
export type Verdict = keyof typeof VERDICTS;

/** A fault, put on the column's own call unless it says which. `$id` and `$secret` stand for the fields of the create's reply. */
export type Strike = Omit<FaultInput, "operation"> & {
  readonly on?: "create" | "list" | "update" | "delete" | "all";
};

/** One way to play a fault. */
export interface Play {
  readonly how: string;
  readonly strikes: readonly Strike[];
  /** Five verdicts in the order of the columns, `-` where it isn't played. */
  readonly is: string;
  /** What the error says. */
  readonly says?: RegExp;
  /** The struck call is made once. */
  readonly once?: boolean;
}

/** One row: the fault, how it is played here, and the test files that show it, each with its five verdicts. */
export interface Row {
  readonly fault: string;
  /** The columns in which the fault means something (`x`), and those in which it doesn't (`-`). */
  readonly cells: string;
  readonly plays?: readonly Play[];
  readonly files?: Readonly<Record<string, string>>;
}

/** Every column. */
export const ALL = "x x x x x";
/** What comes of a reply that is lost once. */
export const RECONCILED = "RC RC RT RT RT";

/** A play of one strike or of several. */
export function play(
  how: string,
  strike: Strike | readonly Strike[],
  is: string,
  more: Partial<Play> = {},
): Play {
  return { how, strikes: Array.isArray(strike) ? (strike as Strike[]) : [strike as Strike], is, ...more };
}

/** The five entries of a row, by column. */
export function byColumn(entries: string): Readonly<Record<Column, string>> {
  const words = entries.split(" ");
  const columns = Object.keys(COLUMNS) as Column[];
  return Object.fromEntries(columns.map((column, at) => [column, words[at] ?? ""])) as Record<Column, string>;
}
