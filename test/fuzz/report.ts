import type { Invariant, Violation } from "./oracle";

/** What came of a story. */
export interface Report {
  readonly violations: readonly Violation[];
  /** The invariants that something looked at. */
  readonly looked: readonly Invariant[];
  /** How many times `up` was run until it succeeded, in the end; undefined where the stack was destroyed before. */
  readonly ups: number | undefined;
  readonly calls: number;
  /** Credentials under a given name that were left behind: nothing tells them from a person's own. */
  readonly named: number;
  /** People whom a killed run invited and a destroy left, as no state tells that they weren't there before. */
  readonly joined: number;
  /** What was told to the person who ran it. */
  readonly story: readonly string[];
}
