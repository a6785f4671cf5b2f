import type { Invariant, Note, Violation } from "./oracle";

/** What was looked at in a story, and what didn't hold. */
export interface Notes {
  readonly note: Note;
  /** Each violation once. */
  readonly violations: () => Violation[];
  /** The invariants that something looked at: of the others nothing is known. */
  readonly looked: () => Invariant[];
}

/** Takes down what is looked at. */
export function takeNotes(): Notes {
  const violations = new Map<string, Violation>();
  const looked = new Set<Invariant>();
  return {
    note: (invariant, whats) => {
      looked.add(invariant);
      for (const what of whats) violations.set(`${invariant} ${what}`, { invariant, what });
    },
    violations: () => [...violations.values()],
    looked: () => [...looked],
  };
}
