import { permissionLabel, PERMISSIONS } from "../../access/model";
import { type Contract, LIMITS, type OperationName, operations, type ReplyOf } from "../../api/contract";
import { AppTegoError, AuthenticationError, PermissionError, TransportError } from "../../api/errors";
import type { Connection } from "../../api/connection";
import type { Tenant } from "../../resources/tenant";
import { DRIFT_KINDS, KINDS } from "../drift/kinds";
import { isHopeless } from "./probe";
import type { Check, DoctorReport } from "./report";

/** What a tenant told of itself. */
export interface TenantLook {
  readonly checks: readonly Check[];
  readonly permissions: DoctorReport["permissions"];
  readonly limits: DoctorReport["limits"];
  /** Whether no answer came at all. */
  readonly isUnreachable: boolean;
}

/** What of AppTego's a token must be allowed to write for the provider's resources, by the noun of the kind. */
export function neededFor(contract: Contract): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, string[]>();
  for (const kind of KINDS) {
    const { type, nouns } = DRIFT_KINDS[kind];
    for (const name of Object.keys(contract) as OperationName[]) {
      const { permission } = contract[name];
      if (permission === undefined || !name.includes(type)) continue;
      const others = needed.get(permission) ?? [];
      if (!others.includes(nouns)) needed.set(permission, [...others, nouns]);
    }
  }
  return needed;
}

async function settled<Value>(promise: Promise<Value>): Promise<Value | AppTegoError> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AppTegoError) return error;
    throw error;
  }
}

/** Asks what the token is, what it may do, and how full the tenant is; with the contract as the server seems to have it. */
export async function lookAtTenant(
  tenant: Tenant,
  connection: Connection,
  onlyReads: boolean,
): Promise<TenantLook> {
  const { api } = tenant;
  const subscription = await settled(api.getSubscription({}));
  const ask = async <Value>(call: () => Promise<Value>) =>
    isHopeless(subscription) ? subscription : settled(call());
  const [tenants, tokens, users, keys] = await Promise.all([
    ask(async () => api.getTenants({})),
    ask(async () => tenant.tokens.current()),
    ask(async () => tenant.users.current()),
    ask(async () => tenant.keys.current()),
  ]);
  const own =
    tokens instanceof AppTegoError
      ? undefined
      : tokens.find((token) => token.token_key === tenant.ownTokenKey);
  const held = own?.permissions;
  const needed = onlyReads ? new Map<string, readonly string[]>() : neededFor(connection.contract);
  const count = (list: AppTegoError | readonly unknown[]) =>
    list instanceof AppTegoError ? null : list.length;
  const plan = subscription instanceof AppTegoError ? undefined : subscription;
  const mostUsers = plan && (plan.custom_limits?.max_users ?? LIMITS.users[plan.subscription]);
  const limits = [
    { what: "API tokens", used: count(tokens), limit: tenant.limits.apiTokens },
    { what: "automation keys", used: count(keys), limit: tenant.limits.automationKeys },
    { what: "users", used: count(users), limit: mostUsers ?? null },
  ];
  return {
    isUnreachable: subscription instanceof TransportError,
    checks: [
      credentials(subscription),
      ...(plan === undefined ? [] : planChecks(plan)),
      nameOf(tenants, tenant.id),
      ...permissionChecks(held, needed, tokens),
      ...limits.map(limitCheck),
    ],
    permissions: PERMISSIONS.map((permission) => ({
      ...{ permission, label: permissionLabel(permission) },
      held: held === undefined ? null : held.includes(permission),
      neededFor: [...(needed.get(permission) ?? [])],
    })),
    limits,
  };
}

function credentials(subscription: ReplyOf<"getSubscription"> | AppTegoError): Check {
  const check = { area: "connection", title: "credentials" } as const;
  if (!(subscription instanceof AppTegoError))
    return { ...check, result: "ok", says: "AppTego accepts them" };
  if (subscription instanceof AuthenticationError)
    return { ...check, result: "wrong", says: subscription.message };
  return {
    ...check,
    result: subscription instanceof TransportError ? "wrong" : "unknown",
    says: subscription.message,
  };
}

function planChecks({ subscription, is_trial, deletion }: ReplyOf<"getSubscription">): Check[] {
  const check = { area: "tenant", title: "plan" } as const;
  const lists: Partial<Record<OperationName, string>> = {
    getApiTokens: "API tokens",
    getAutomationKeys: "automation keys",
    getSamlGroupMappings: "SAML group mappings",
  };
  const lacks = Object.entries(lists).flatMap(([name, what]) =>
    operations[name as OperationName].plans.includes(subscription) ? [] : [what],
  );
  const says = `${subscription}${is_trial ? ", a trial" : ""}${lacks.length > 0 ? `, which has no ${lacks.join(", no ")}` : ""}`;
  return [
    { ...check, result: "ok", says },
    ...(deletion
      ? [{ ...check, title: "deletion", result: "warning" as const, says: "the tenant is to be deleted" }]
      : []),
  ];
}

function nameOf(tenants: ReplyOf<"getTenants"> | AppTegoError, id: string): Check {
  const check = { area: "tenant", title: "name" } as const;
  if (tenants instanceof AppTegoError) return { ...check, result: "unknown", says: tenants.message };
  const own = tenants.tenants.find(({ tenant_id }) => tenant_id === id);
  return own === undefined
    ? {
        ...check,
        result: "unknown",
        says: "AppTego lists other tenants for these credentials, but not this one",
      }
    : { ...check, result: "ok", says: own.name };
}

function permissionChecks(
  held: readonly string[] | undefined,
  needed: ReadonlyMap<string, readonly string[]>,
  tokens: AppTegoError | readonly unknown[],
): Check[] {
  const check = { area: "permissions", title: "the token in use" } as const;
  if (held === undefined) {
    const why =
      tokens instanceof AppTegoError ? tokens.message : "AppTego's list of API tokens doesn't show it";
    const result = tokens instanceof PermissionError ? "wrong" : "unknown";
    const todo =
      tokens instanceof AppTegoError
        ? undefined
        : "look in the portal what it may do; should AppTego never list the token that asks, put operations: { getApiTokens: { showsCaller: false } } into your contract file";
    return [
      { ...check, result, says: `what it may do can't be told: ${why}`, ...(todo !== undefined && { todo }) },
    ];
  }
  const lacking = [...needed].filter(([permission]) => !held.includes(permission));
  const spare = held.filter((permission) => !needed.has(permission)).map(permissionLabel);
  return [
    ...lacking.map(([permission, what]): Check => ({
      ...check,
      result: "wrong",
      says: `it lacks ${permissionLabel(permission)}, which ${what.join(", ")} need`,
      todo: "give it that permission in the portal, or use --read-only where the token is for looking alone",
    })),
    ...(spare.length > 0
      ? [
          {
            ...check,
            result: "warning" as const,
            says: `it may do more than it needs: ${spare.join(", ")}`,
            todo: "take it away in the portal",
          },
        ]
      : []),
    ...(lacking.length + spare.length === 0
      ? [{ ...check, result: "ok" as const, says: "it may do what it needs, and nothing else" }]
      : []),
  ];
}

/** From so many percent on a limit is worth a word. */
const NEARLY_FULL = 0.9;

function limitCheck({ what, used, limit }: DoctorReport["limits"][number]): Check {
  const check = { area: "limits", title: what } as const;
  if (used === null || limit === null)
    return { ...check, result: "unknown", says: `${used ?? "?"} of ${limit ?? "?"} used` };
  const says = `${used} of ${limit} used`;
  if (used < limit * NEARLY_FULL) return { ...check, result: "ok", says };
  const todo =
    what === "users"
      ? "remove whom nobody needs, before more are invited"
      : "a replacement needs a free slot: delete what nobody needs, or set deleteBeforeReplace";
  return { ...check, result: "warning", says, todo };
}
