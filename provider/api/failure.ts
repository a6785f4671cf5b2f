import type { OperationName } from "./contract";

/**
 * What is known of a call that failed: `rejected` AppTego refused it; `notApplied` it never got that far;
 * `ambiguous` it may have been carried out.
 */
export type Outcome = "rejected" | "notApplied" | "ambiguous";

/** The facts of one failed call; every text in it is already redacted. */
export interface FailureFacts {
  readonly operation: OperationName;
  readonly outcome: Outcome;
  /** The HTTP status, where there was a reply. */
  readonly status?: number | undefined;
  /** AppTego's own words: redacted, at most 300 characters, control characters escaped. */
  readonly serverMessage?: string | undefined;
  /** What went wrong in our words, where AppTego said nothing. */
  readonly problem?: string | undefined;
  /** How often it was tried. */
  readonly attempts?: number | undefined;
  /** What the reader can do now, where it is more than the error's usual advice. */
  readonly advice?: string | undefined;
  /** The internal key of the permission that the caller lacks. Source: seed, "Permission denied". */
  readonly requiredPermission?: string | undefined;
  /** How long AppTego asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The field of the reply that is missing or of the wrong type. */
  readonly field?: string | undefined;
}

/** What was attempted: what AppTego said: what to do now. */
export function messageOf(facts: FailureFacts, advice: string): string {
  const said = facts.serverMessage ?? facts.problem ?? "no reason was given";
  const notes = [
    ...(facts.status === undefined ? [] : [`HTTP ${facts.status}`]),
    ...((facts.attempts ?? 1) > 1 ? [`${facts.attempts} attempts`] : []),
    ...(facts.outcome === "ambiguous" ? ["it isn't known whether it was carried out"] : []),
  ];
  return `${facts.operation}: ${said}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}: ${facts.advice ?? advice}`;
}
