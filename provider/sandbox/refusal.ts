import type { Plan } from "../api/plans";
import { PERMISSION_LABELS, type PermissionKey } from "../api/permissions";

/** An answer other than success: the status and AppTego's error body. */
export class Refusal extends Error {
  override readonly name = "Refusal" as const;
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(`${String(status)} ${JSON.stringify(body)}`);
  }
}

/** Source: seed, "Authentication failed"; the status is assumed. */
export const unauthenticated = () => new Refusal(401, { error: "Authentication failed" });

/** Source: seed, "Permission denied"; the status is assumed. */
export function forbidden(permission: PermissionKey): Refusal {
  return new Refusal(403, {
    error: `You don't have permission to do this. The '${PERMISSION_LABELS[permission]}' permission is required.`,
    permission_denied: true,
    required_permission: permission,
  });
}

/** Source: seed, "Plan required" (for API tokens; the other features' words are assumed, as is the status). */
export function planRequired(feature: string, plans: readonly Plan[]): Refusal {
  const names = plans.includes("TEAM") ? "a Team or Enterprise plan" : "an Enterprise plan";
  return new Refusal(403, { error: `${feature} require ${names}` });
}

/** Source: seed, "Validation error" ("Version is missing"); the status is assumed. */
export const invalid = (error: string) => new Refusal(400, { error });

/** Source: assumed. */
export const notFound = (what: string) => new Refusal(404, { error: `${what} not found` });

/** Source: assumed. */
export const conflict = (error: string) => new Refusal(409, { error });

/** Source: seed, "Server error"; the status is assumed. */
export const serverError = () => new Refusal(500, { error: "An internal error occurred" });
