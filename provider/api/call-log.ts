import { appendFileSync } from "node:fs";
import type { OperationName } from "./contract";
import { ID_FIELDS } from "./contract";
import type { Outcome } from "./errors";
import { ConfigurationError } from "./errors";
import type { Redactor } from "./redact";
import { say } from "./say";

/**
 * One call, as one line of JSON in the log.
 * Source: seed, "Auditability": record the integration name, request purpose, and relevant AppTego IDs.
 */
export interface CallRecord {
  /** When it began, ISO 8601 in UTC. */
  readonly time: string;
  readonly integration: string;
  readonly operation: OperationName;
  /** What it was for, as in "create ApiToken ci"; null where nobody said. */
  readonly purpose: string | null;
  /** The objects that it was about, by field name. */
  readonly ids: Readonly<Record<string, string>>;
  readonly outcome: "ok" | Outcome;
  /** The last HTTP status; null where no reply came. */
  readonly status: number | null;
  readonly attempts: number;
  /** How long it took, retries and waits included, in milliseconds. */
  readonly ms: number;
}

const OWNER_ONLY = 0o600;

/** The fields of a request or a reply that identify one object; a list's entries aren't among them. */
export function idsIn(body: unknown): Record<string, string> {
  if (typeof body !== "object" || body === null) return {};
  const entries = Object.entries(body).filter(
    (entry): entry is [string, string] => ID_FIELDS.has(entry[0]) && typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}

/**
 * Appends to the log, readable by its owner only; with no file it does nothing.
 * Throws a ConfigurationError at once where the file can't be written.
 */
export function openCallLog(file: string | undefined, redactor: Redactor): (record: CallRecord) => void {
  if (file === undefined) return () => undefined;
  const append = (text: string): string | undefined => {
    try {
      appendFileSync(file, text, { mode: OWNER_ONLY }); // one write with O_APPEND, so that processes may share the file
      return undefined;
    } catch (error) {
      return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    }
  };

  const refused = append("");
  if (refused !== undefined) {
    throw new ConfigurationError([
      `the call log ${file} can't be written (${refused}): correct apptego:log or APPTEGO_LOG, or leave it out`,
    ]);
  }
  let warned = false;
  return (record) => {
    const failed = append(`${redactor.clean(JSON.stringify(record))}\n`);
    // The call itself is done and may have issued a secret: it must not fail for its log.
    if (failed !== undefined && !warned) say(`the call log ${file} can't be written any more (${failed})`);
    warned ||= failed !== undefined;
  };
}
