import { z } from "zod";
import type { Contract, Operation, OperationName, Plan } from "../api/contract";
import { SECRET_FIELDS } from "../api/contract";
import { renameKeys, restoreKeys } from "../api/field-names";
import { handlers } from "./handlers";
import type { Context } from "./handlers/context";
import { forbidden, invalid, planRequired, Refusal, unauthenticated } from "./refusal";
import { hashOf, isSecretOf, newId, newSecret } from "./secrets";
import type { Data, Limits, StoredToken } from "./store";

/** What one call needs of the sandbox. */
export interface Surroundings {
  readonly contract: Contract;
  readonly data: Data;
  readonly limits: Limits;
  /** Epoch seconds. */
  readonly now: number;
  readonly onSecret: (secret: string) => void;
}

/** What a client sent. */
export interface Asked {
  readonly authorization: string | undefined;
  readonly tenant: string | undefined;
  readonly body: string;
}

/** What came of a call. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly request: unknown;
  readonly caller: string;
  readonly id?: string | undefined;
}

const FEATURES: readonly (readonly [RegExp, string])[] = [
  [/ApiToken/, "API tokens"], // seed: "API tokens require a Team or Enterprise plan"
  [/AutomationKey/, "Automation API keys"],
  [/User/, "Additional users"],
  [/Saml/, "SAML group mappings"],
];

/** Does one operation: authentication, tenant, permission, plan, the request's shape, and then its handler. */
export function operate(name: OperationName, asked: Asked, around: Surroundings): Answer {
  const operation: Operation = around.contract[name];
  let caller: StoredToken | undefined;
  let request: unknown;
  try {
    caller = authenticate(asked.authorization, around.data);
    if (operation.tenantScoped && asked.tenant !== around.data.tenant.tenantId) throw unauthenticated();
    if (operation.permission !== undefined && !caller.permissions.includes(operation.permission))
      throw forbidden(operation.permission);
    requirePlan(name, operation.plans, around.data.tenant.plan);
    request = decode(operation, asked.body);
    const context: Context = {
      data: around.data,
      limits: around.limits,
      caller,
      now: around.now,
      newId,
      issueSecret: (prefix) => {
        const secret = newSecret(prefix);
        around.onSecret(secret);
        return { secret, hash: hashOf(secret) };
      },
    };
    const reply = handlers[name](request as never, context); // decoded by this operation's own schema
    const encoded = z.encode(operation.reply, reply as never);
    return {
      status: 200,
      body: renameKeys(encoded, operation.replyNames),
      request,
      caller: caller.tokenKey,
      id: idIn(reply) ?? idIn(request),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: error.body, request, caller: caller?.tokenKey ?? "" };
  }
}

/** The key and the secret of a Bearer value. Source: seed, base64(token_key ":" token_secret) in one line. */
function authenticate(header: string | undefined, data: Data): StoredToken {
  const [, encoded] = /^Bearer ([A-Za-z0-9+/]+={0,2})$/.exec(header ?? "") ?? [];
  if (encoded === undefined) throw unauthenticated();
  const plain = Buffer.from(encoded, "base64").toString("utf8");
  const colon = plain.indexOf(":");
  const token = data.tokens.find(({ tokenKey }) => tokenKey === plain.slice(0, colon));
  if (!token || !isSecretOf(token.secretHash, plain.slice(colon + 1))) throw unauthenticated();
  return token;
}

function requirePlan(name: OperationName, plans: readonly Plan[], plan: Plan): void {
  if (plans.includes(plan)) return;
  const [, feature] = FEATURES.find(([pattern]) => pattern.test(name)) ?? [
    undefined,
    "This operation and its like",
  ];
  throw planRequired(feature, plans);
}

function decode(operation: Operation, body: string): unknown {
  let plain: unknown = {};
  try {
    plain = body === "" ? {} : JSON.parse(body);
  } catch {
    throw invalid("The body is not valid JSON");
  }
  const decoded = z.safeDecode(operation.request, restoreKeys(plain, operation.requestNames) as never);
  if (decoded.success) return decoded.data;
  const [field = "body"] = decoded.error.issues[0]?.path ?? [];
  const words = String(field).replaceAll("_", " ");
  throw invalid(`${words.charAt(0).toUpperCase()}${words.slice(1)} is missing or invalid`);
}

function idIn(fields: unknown): string | undefined {
  const entries = typeof fields === "object" && fields !== null ? Object.entries(fields) : [];
  const [, id] = entries.find(([field]) => /^(?:token_key|user_id|mapping_id|key_id)$/.test(field)) ?? [];
  return typeof id === "string" ? id : undefined;
}

/** A value without the fields that are secrets. */
export function withoutSecrets(fields: unknown): unknown {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !SECRET_FIELDS.has(field)));
}
