import { inspect } from "node:util";
import type { OperationName } from "./contract";
import type { FailureFacts, Outcome } from "./failure";
import { messageOf } from "./failure";
import { describePermission } from "./permissions";

export type { FailureFacts, Outcome } from "./failure";

/** A call of AppTego that failed; it never holds the request, the reply or the error that it came from. */
export abstract class AppTegoError extends Error {
  abstract readonly kind: string;
  readonly operation: OperationName;
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly serverMessage: string | undefined;

  constructor(facts: FailureFacts, advice: string) {
    super(messageOf(facts, advice));
    this.operation = facts.operation;
    this.outcome = facts.outcome;
    this.status = facts.status;
    this.serverMessage = facts.serverMessage;
  }

  /** What a log may hold of it. */
  toJSON(): Record<string, unknown> {
    const { name, kind, operation, outcome, status, serverMessage, message } = this;
    return { name, kind, operation, outcome, status, serverMessage, message };
  }

  [inspect.custom](): string {
    return `${this.name}: ${this.stack?.replace(/^\w*Error: /, "") ?? this.message}`;
  }
}

/** The credentials were not accepted. Source: seed, "Authentication failed". */
export class AuthenticationError extends AppTegoError {
  override name = "AuthenticationError" as const;
  readonly kind = "authentication";
  constructor(facts: FailureFacts) {
    super(
      facts,
      "check apptego:tokenKey and apptego:tokenSecret, and that the token is listed in the portal under User Management -> API Tokens of this tenant",
    );
  }
}

/** The caller lacks a permission. Source: seed, "Permission denied". */
export class PermissionError extends AppTegoError {
  override name = "PermissionError" as const;
  readonly kind = "permission";
  readonly requiredPermission: string | undefined;
  constructor(facts: FailureFacts) {
    const needed = facts.requiredPermission;
    super(
      facts,
      needed === undefined
        ? "check in the portal what the calling API token may do"
        : `give the calling API token the permission ${describePermission(needed)} in the portal`,
    );
    this.requiredPermission = needed;
  }
}

/** The tenant's plan lacks the feature. Source: seed, "Plan required". */
export class PlanError extends AppTegoError {
  override name = "PlanError" as const;
  readonly kind = "plan";
  constructor(facts: FailureFacts) {
    super(facts, "upgrade the tenant's plan, or leave out what needs it");
  }
}

/** AppTego refused a value. Source: seed, "Validation error". */
export class ValidationError extends AppTegoError {
  override name = "ValidationError" as const;
  readonly kind = "validation";
  constructor(facts: FailureFacts) {
    super(
      facts,
      "correct the value; if the API names the field differently, correct that with apptego:contract",
    );
  }
}

/** AppTego says in JSON that there is no such object: the only failure that may be forgiven. */
export class NotFoundError extends AppTegoError {
  override name = "NotFoundError" as const;
  readonly kind = "notFound";
  constructor(facts: FailureFacts) {
    super(facts, "it may have been removed by somebody else: refresh, then run again");
  }
}

/** An object of that name or address is there already. */
export class ConflictError extends AppTegoError {
  override name = "ConflictError" as const;
  readonly kind = "conflict";
  constructor(facts: FailureFacts) {
    super(facts, "import the one that exists, or choose another name");
  }
}

/** Too many calls; `retryAfterMs` is what AppTego asked for, if it did. */
export class RateLimitError extends AppTegoError {
  override name = "RateLimitError" as const;
  readonly kind = "rateLimit";
  readonly retryAfterMs: number | undefined;
  constructor(facts: FailureFacts) {
    super(facts, "wait, then run again");
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** AppTego failed. Source: seed, "Server error". */
export class ServerError extends AppTegoError {
  override name = "ServerError" as const;
  readonly kind = "server";
  constructor(facts: FailureFacts) {
    super(facts, "run again; if it stays, ask AppTego's support");
  }
}

/** No reply came: refused, reset, timed out, cancelled. */
export class TransportError extends AppTegoError {
  override name = "TransportError" as const;
  readonly kind = "transport";
  constructor(facts: FailureFacts) {
    super(facts, "check the network, the proxy and apptego:baseUrl, then run again");
  }
}

/** A reply came that the contract doesn't know; its body is never shown. */
export class UnexpectedReplyError extends AppTegoError {
  override name = "UnexpectedReplyError" as const;
  readonly kind = "unexpectedReply";
  readonly field: string | undefined;
  constructor(facts: FailureFacts) {
    super(
      facts,
      "check apptego:baseUrl; if the API differs from the contract, correct it with apptego:contract",
    );
    this.field = facts.field;
  }
}

const errorClasses = {
  authentication: AuthenticationError,
  permission: PermissionError,
  plan: PlanError,
  validation: ValidationError,
  notFound: NotFoundError,
  conflict: ConflictError,
  rateLimit: RateLimitError,
  server: ServerError,
  transport: TransportError,
  unexpectedReply: UnexpectedReplyError,
};

/** What a caller can tell failures apart by. */
export type FailureKind = keyof typeof errorClasses;

/** A failed call as plain data: what the retry and the log look at, before it becomes an error. */
export interface Failure extends FailureFacts {
  readonly kind: FailureKind;
}

/** The error of a failure's kind. */
export function errorFrom(failure: Failure): AppTegoError {
  return new errorClasses[failure.kind](failure);
}

/** The promise's value, or undefined where AppTego says that there is no such object; every other failure stays one. */
export async function unlessMissing<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** Settings that are missing or wrong: all of them, in one message that says how to set each. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError" as const;
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      problems.length === 1
        ? `AppTego's configuration: ${problems[0]}`
        : `AppTego's configuration has ${problems.length} problems:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
    this.problems = problems;
  }
}
