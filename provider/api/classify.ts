import { z } from "zod";
import type { Operation, OperationName } from "./contract";
import { PLAN_REFUSAL, SECRET_FIELDS, STATUS_MEANINGS } from "./contract";
import type { Failure } from "./errors";
import { restoreKeys } from "./field-names";
import type { Redactor } from "./redact";
import { quotable } from "./redact";

/** A reply as it came over the wire. */
export interface RawReply {
  readonly status: number;
  /** The Content-Type header, "" where there is none. */
  readonly contentType: string;
  readonly text: string;
  readonly retryAfterMs?: number | undefined;
  /** The Date header. */
  readonly date?: string | undefined;
}

/** What a reply means: the decoded value, or why there is none. */
export type Reading =
  | {
      readonly ok: true;
      readonly value: unknown;
      readonly status: number | undefined;
      /** What names the next page of a list; undefined where there is none. */
      readonly next?: string | undefined;
    }
  | { readonly ok: false; readonly failure: Failure };

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:$|;)/i;
const CHARSET = /;\s*charset\s*=\s*"?([\w.-]+)/i;
const UTF8 = /^(?:utf-?8|us-ascii)$/i;

// Source: seed, "Permission denied"; the other refusals have `error` alone.
const Refusal = z.object({
  error: z.string(),
  permission_denied: z.boolean().optional().catch(undefined),
  required_permission: z.string().optional().catch(undefined),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a SyntaxError quotes the body, which may hold a secret
  }
}

/** The issued secrets of a reply, at any depth. */
function learnSecrets(value: unknown, redactor: Redactor): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, field] of Object.entries(value)) {
    if (SECRET_FIELDS.has(key) && typeof field === "string") redactor.learn(field);
    else learnSecrets(field, redactor);
  }
}

/** What in the body isn't JSON as the API sends it; undefined where it is. */
function notJson(reply: RawReply, body: unknown): string | undefined {
  if (reply.text.trim() === "") return "expected JSON, got an empty body";
  const type = reply.contentType.split(";")[0]?.trim() ?? "";
  if (!JSON_TYPE.test(reply.contentType))
    return `expected JSON, got ${type === "" ? "no content type" : type}`;
  if (!UTF8.test(CHARSET.exec(reply.contentType)?.[1] ?? "utf-8"))
    return "expected JSON in UTF-8, got another character set";
  if (body === undefined) return "expected JSON, got something that can't be parsed";
  return undefined;
}

/** What names the next page of a list, "" where there is none; undefined where it can't be told. */
function nextPage(body: unknown, field: string | undefined): string | undefined {
  const isObject = typeof body === "object" && body !== null && field !== undefined;
  const next: unknown = isObject && Object.hasOwn(body, field) ? Reflect.get(body, field) : null;
  if (next === null) return "";
  return typeof next === "string" || typeof next === "number" ? String(next) : undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** What the status alone says about whether the call was carried out. */
function outcomeOf(status: number): Failure["outcome"] {
  if (status === 429) return "notApplied";
  // 408 and 425 don't say how far the call got; nor does a redirect, or a success that can't be read.
  return status >= 400 && status < 500 && status !== 408 && status !== 425 ? "rejected" : "ambiguous";
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === "number" ? `${name}[${part}]` : name === "" ? String(part) : `${name}.${String(part)}`,
    "",
  );
}

/** What a reply says. The body decides first, the status second; a body that can't be understood is never shown. */
export function readReply(
  name: OperationName,
  operation: Operation,
  reply: RawReply,
  redactor: Redactor,
): Reading {
  const parsed = parseJson(reply.text);
  const body = restoreKeys(parsed, operation.replyNames);
  learnSecrets(body, redactor);
  learnSecrets(parsed, redactor);

  const { status } = reply;
  const fail = (kind: Failure["kind"], more: Partial<Failure>): Reading => ({
    ok: false,
    failure: {
      operation: name,
      kind,
      status,
      outcome: outcomeOf(status),
      retryAfterMs: reply.retryAfterMs,
      ...more,
    },
  });

  const misfit = notJson(reply, body);
  const refusal = misfit === undefined ? Refusal.safeParse(parsed).data : undefined;
  const serverMessage = refusal && quotable(refusal.error, redactor);

  if (refusal?.permission_denied) {
    const requiredPermission =
      quotable(refusal.required_permission ?? operation.permission ?? "", redactor) || undefined;
    return fail("permission", { outcome: "rejected", serverMessage, requiredPermission });
  }
  if (refusal && PLAN_REFUSAL.test(refusal.error))
    return fail("plan", { outcome: "rejected", serverMessage });

  // Gateways answer these without the API's own body.
  if (status === 429) return fail("rateLimit", { serverMessage, problem: "too many calls" });
  if (status === 401)
    return fail("authentication", { serverMessage, problem: "the credentials were not accepted" });
  if (status >= 500) return fail("server", { serverMessage, problem: misfit ?? "AppTego failed" });
  if (status >= 300 && status < 400)
    return fail("unexpectedReply", { serverMessage, problem: "got a redirect, which is never followed" });
  if (misfit !== undefined) return fail("unexpectedReply", { problem: misfit });

  if (isSuccess(status)) {
    const decoded = operation.reply.safeDecode(body as never); // decoding is what checks it
    const next = nextPage(parsed, operation.nextPage?.reply);
    if (decoded.success && next !== undefined)
      return { ok: true, value: decoded.data, status, ...(next !== "" && { next }) };
    if (decoded.success) {
      const field = operation.nextPage?.reply;
      return fail("unexpectedReply", { problem: `the reply's field "${field ?? ""}" names no page`, field });
    }
    const path = decoded.error.issues[0]?.path ?? [];
    const field = quotable(fieldName(path), redactor) || undefined;
    const problem =
      field === undefined
        ? "the reply is no JSON object"
        : `the reply's field "${field}" is missing or of the wrong type`;
    return fail("unexpectedReply", { serverMessage, problem, field });
  }
  if (outcomeOf(status) === "rejected") {
    if (refusal === undefined)
      return fail("unexpectedReply", { problem: 'the reply lacks the field "error"', field: "error" });
    const kind = STATUS_MEANINGS[status] ?? "validation";
    return fail(kind, {
      serverMessage,
      ...(kind === "permission" && { requiredPermission: operation.permission }),
    });
  }
  return fail("unexpectedReply", { serverMessage, problem: "got an unexpected status" });
}
