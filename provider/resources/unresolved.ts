import { createHash } from "node:crypto";
import { PartlyCreated, Refused, type State } from "./lifecycle";

const UNRESOLVED = "unresolved:";

/** Whether an id stands for a creation whose outcome nobody knows. */
export function isUnresolved(id: string): boolean {
  return id.startsWith(UNRESOLVED);
}

/**
 * What to throw when it can't be told whether AppTego created something: the state remembers the attempt, and the next
 * run removes what came of it before it tries again.
 *
 * @param what as people call it: `API token`
 * @param name tells the attempt from others; only a digest of it is shown, as it may be a secret
 */
export function unresolved(what: string, name: string, state: State, error: unknown): PartlyCreated {
  const said = error instanceof Error ? error.message : "its reply was lost";
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return new PartlyCreated({ id: `${UNRESOLVED}${digest}`, state: { ...state, unresolved: true } }, [
    error instanceof Refused
      ? `It isn't known whether AppTego created the ${what}: ${said} Then run pulumi up again.`
      : `It isn't known whether AppTego created the ${what}: ${said}. Run pulumi up again: it removes what was left and tries anew.`,
  ]);
}
