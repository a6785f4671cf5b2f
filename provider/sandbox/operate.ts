import { z } from "zod";
import { type Contract, type Operation, type OperationName, SECRET_FIELDS } from "../api/contract";
import type { Plan } from "../api/plans";
import { renameKeys, restoreKeys } from "../api/field-names";
import { handlers } from "./handlers";
import type { Context } from "./handlers/context";
import { pageOf } from "./paging";
import { forbidden, invalid, planRequired, Refusal, unauthenticated } from "./refusal";
import { hashOf, isSecretOf, newId, newSecret } from "./secrets";
import type { Data, Limits, Rules, StoredToken } from "./store";

/** What one call needs of the sandbox. */
export interface Surroundings {
  readonly contract: Contract;
  readonly data: Data;
  readonly limits: Limits;
  readonly rules: Rules;
  /** Epoch seconds. */
  readonly now: number;
  readonly onSecret: (secret: string) => void;
}

/** What a client sent. */
export interface Asked {
  readonly authorization: string | undefined;
  readonly tenant: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  /** What stands behind the path. */
  readonly query?: URLSearchParams;
}

/** What came of a call. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The key of the token that called; "" where nobody is known. */
  readonly caller: string;
  /** The object that was made or changed. */
  readonly id?: string | undefined;
}

const FEATURES: readonly (readonly [RegExp, string])[] = [
  [/ApiToken/, "API tokens"], // seed: "API tokens require a Team or Enterprise plan"; the others' words are assumed
  [/AutomationKey/, "Automation API keys"],
  [/User/, "Additional users"],
  [/Saml/, "SAML group mappings"],
];

/** Does one operation: authentication, tenant, permission, plan, the request's shape, and then its handler. */
export function operate(name: OperationName, asked: Asked, around: Surroundings): Answer {
  const operation: Operation = around.contract[name];
  let caller: StoredToken | undefined;
  try {
    caller = authenticate(asked.authorization, around.data);
    if (operation.tenantScoped) requireTenant(asked.tenant, around.data);
    if (operation.permission !== undefined && !caller.permissions.includes(operation.permission))
      throw forbidden(operation.permission);
    requirePlan(name, operation.plans, around.data.tenant.plan);
    const request = decode(operation, asked);
    const context: Context = { ...around, caller, newId, issueSecret: () => issue(around.onSecret) };
    const reply = handlers[name](request as never, context); // decoded by this operation's own schema
    const encoded = z.encode(operation.reply, reply); // typed by the handler
    const whole = renameKeys(encoded, operation.replyNames);
    const body = pageOf(operation, whole, asked, around.rules.pageSize);
    return { status: 200, body, caller: caller.tokenKey, id: idIn(reply) ?? idIn(request) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: error.body, caller: caller?.tokenKey ?? "" };
  }
}

function issue(onSecret: Surroundings["onSecret"]): { secret: string; hash: string } {
  const secret = newSecret();
  onSecret(secret);
  return { secret, hash: hashOf(secret) };
}

/** The token of a Bearer value. Source: seed, base64(token_key ":" token_secret) in one line. */
function authenticate(header: string | undefined, data: Data): StoredToken {
  const [, encoded] = /^Bearer ([A-Za-z0-9+/]+={0,2})$/.exec(header ?? "") ?? [];
  if (encoded === undefined) throw unauthenticated();
  const plain = Buffer.from(encoded, "base64").toString("utf8");
  const colon = plain.indexOf(":");
  const secret = plain.slice(colon + 1);
  const token = data.tokens.find(({ tokenKey }) => tokenKey === plain.slice(0, colon));
  if (!token?.secretHashes.some((hash) => isSecretOf(hash, secret))) throw unauthenticated();
  return token;
}

/** Source: seed, "Required Headers"; what is said without it, or to a token of another tenant, is assumed. */
function requireTenant(tenant: string | undefined, data: Data): void {
  if (tenant === undefined || tenant === "") throw invalid("Tenant is missing");
  if (tenant !== data.tenant.tenantId) throw unauthenticated();
}

function requirePlan(name: OperationName, plans: readonly Plan[], plan: Plan): void {
  if (plans.includes(plan)) return;
  const [, feature = "This operation and its like"] = FEATURES.find(([pattern]) => pattern.test(name)) ?? [];
  throw planRequired(feature, plans);
}

/** What a body asks for, or why it can't be told; AppTego isn't asked for more than the shape. */
function decode(operation: Operation, { body, contentType }: Asked): unknown {
  if (operation.method === "POST" && !/^application\/json\b/i.test(contentType ?? ""))
    throw invalid("Content-Type must be application/json"); // seed asks for the header; the refusal is assumed
  const plain = jsonOf(body);
  if (plain === undefined) throw invalid("The body is not valid JSON");
  const decoded = z.safeDecode(operation.request, restoreKeys(plain, operation.requestNames) as never); // decoding checks it
  if (decoded.success) return decoded.data;
  const [issue] = decoded.error.issues;
  const field = issue?.path.findLast((part) => typeof part === "string") ?? "body";
  const words = field.replaceAll("_", " ");
  const isMissing =
    issue !== undefined && valueAt(restoreKeys(plain, operation.requestNames), issue.path) === undefined;
  throw invalid(`${words.charAt(0).toUpperCase()}${words.slice(1)} is ${isMissing ? "missing" : "invalid"}`);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** What a body says; undefined where it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a body asks for, for the journal: without secrets, undefined where it can't be told. */
export function requestIn(operation: Operation, body: string): unknown {
  const plain = restoreKeys(jsonOf(body), operation.requestNames);
  const decoded = z.safeDecode(operation.request, plain as never); // decoding checks it
  const fields: unknown = decoded.success ? decoded.data : undefined;
  if (typeof fields !== "object" || fields === null) return undefined;
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !SECRET_FIELDS.has(field)));
}

function idIn(fields: unknown): string | undefined {
  const entries = typeof fields === "object" && fields !== null ? Object.entries(fields) : [];
  const [, id] = entries.find(([field]) => /^(?:token_key|user_id|mapping_id|key_id)$/.test(field)) ?? [];
  return typeof id === "string" ? id : undefined;
}
