import { AppTegoError, PlanError } from "../../api/errors";
import type { Tenant } from "../../resources/tenant";
import type { StackResource, StackState } from "../stacks/stack-state";
import { type Change, compare, hasSecretName, permissionChange, permissionsIn, stateOf } from "./changes";
import { DRIFT_KINDS, type Kind, KINDS, kindOfType, type LiveObject } from "./kinds";

/** What became of an object: `same` as the state says, or not; `unknown` where it can't be told. */
export type Status = "same" | "changed" | "missing" | "unmanaged" | "unknown";

/** One object, as a stack and the tenant know it. */
export interface Outcome {
  readonly status: Status;
  readonly kind: Kind;
  /** AppTego's id; empty where the whole kind is meant. */
  readonly id: string;
  /** As it may be shown: the resource's name where the program keeps the object's to itself. */
  readonly name: string;
  /** What a rule may name it by; never shown. */
  readonly names: readonly string[];
  readonly stack?: string;
  readonly urn?: string;
  readonly resource?: string;
  readonly changes: readonly Change[];
  /** What it may do now, internal keys; undefined where it is gone, unknown, or of a kind that holds none. */
  readonly permissions?: readonly string[];
  /** Of an automation key: whether it opens anything. */
  readonly enabled?: boolean;
  /** Why it can't be told, or what else is to be known. */
  readonly notes: readonly string[];
}

/** What was seen of a kind. */
export interface KindLook {
  readonly kind: Kind;
  /** How many AppTego lists; undefined where it couldn't be asked. */
  readonly listed?: number;
  /** How many of those a stack holds. */
  readonly managed: number;
  readonly unknown?: string;
}

/** What was seen of a tenant. */
export interface Look {
  readonly outcomes: readonly Outcome[];
  readonly kinds: readonly KindLook[];
}

interface Held {
  readonly resource: StackResource;
  readonly stack: string;
}

const SECRET_NAME = "(a name that the program keeps secret)";

/** Compares the states with the tenant: one list a kind, and more only to prove that something is missing. */
export async function findDrift(tenant: Tenant, states: readonly StackState[]): Promise<Look> {
  const held = states.flatMap(({ source: stack, resources }) =>
    resources.map((resource) => ({ resource, stack })),
  );
  const looks = await Promise.all(
    KINDS.map(async (kind) =>
      lookAt(
        tenant,
        kind,
        held.filter(({ resource }) => kindOfType(resource.type) === kind),
      ),
    ),
  );
  return { outcomes: looks.flatMap(({ outcomes }) => outcomes), kinds: looks.map(({ look }) => look) };
}

async function lookAt(
  tenant: Tenant,
  kind: Kind,
  held: readonly Held[],
): Promise<{ outcomes: Outcome[]; look: KindLook }> {
  const { current, nouns } = DRIFT_KINDS[kind];
  let listed: LiveObject[];
  try {
    listed = await current(tenant);
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    // A plan without the feature has nothing of it.
    if (error instanceof PlanError && held.length === 0)
      return { outcomes: [], look: { kind, listed: 0, managed: 0 } };
    const all = { status: "unknown", kind, id: "", name: `all ${nouns}`, names: [], changes: [] } as const;
    const look = { kind, managed: held.length, unknown: error.message };
    return { outcomes: [{ ...all, notes: [error.message] }], look };
  }
  const ids = new Set(held.map(({ resource }) => resource.id));
  const strangers = listed.filter(({ id }) => !ids.has(id));
  const known = await Promise.all(held.map(async (one) => outcomeOf(tenant, one, listed, strangers)));
  const secret = secretNames(held);
  const unmanaged = strangers.map((live) => unmanagedOne(kind, live, secret));
  const look = { kind, listed: listed.length, managed: listed.length - strangers.length };
  return { outcomes: [...known, ...unmanaged], look };
}

async function outcomeOf(
  tenant: Tenant,
  { resource, stack }: Held,
  listed: readonly LiveObject[],
  strangers: readonly LiveObject[],
): Promise<Outcome> {
  const kind = kindOfType(resource.type);
  const { identity, prove, noun } = DRIFT_KINDS[kind];
  const { id, urn, name } = resource;
  const wished = stateOf(resource, identity);
  const called = typeof wished === "string" ? [wished] : [];
  const [shown = name] = hasSecretName(resource) ? [] : called;
  const base = {
    ...{ kind, id, name: shown, names: [...called, id, name], stack, urn, resource: name },
    ...{ changes: [], notes: [] },
  };
  const unknown = (note: string): Outcome => ({ ...base, status: "unknown", notes: [note] });
  if (resource.tenantId !== undefined && resource.tenantId !== tenant.id)
    return unknown(
      `it belongs to the tenant ${resource.tenantId}, this is ${tenant.id}: look at it with that one's credentials`,
    );
  if (resource.unresolved || id === "")
    return unknown("nobody knows whether AppTego made it: run pulumi up, which finds out");
  if (resource.pendingDelete)
    return { ...base, status: "same", notes: ["it was replaced, and the next pulumi up deletes it"] };

  let live = listed.find((one) => one.id === id);
  try {
    live ??= await prove(tenant, id, resource.createdAt);
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    return unknown(error.message);
  }
  if (live === undefined) {
    const same = strangers.filter((one) => called.some((it) => it.toLowerCase() === one.name.toLowerCase()));
    const notes = same.map((one) => `another ${noun} of that name is there: ${one.id}`);
    const before = permissionsIn(stateOf(resource, "permissions"));
    const lost = { property: "permissions", before, after: [], ...permissionChange(before, []) };
    return { ...base, status: "missing", changes: before.length > 0 ? [lost] : [], notes };
  }
  const { changes, unreadable } = compare(resource, live);
  const status = changes.length > 0 ? "changed" : unreadable.length > 0 ? "unknown" : "same";
  const notes = unreadable.map(
    (property) => `the state holds its ${property} encrypted: compare them with --decrypt`,
  );
  return { ...base, ...rights(kind, live), status, changes, notes };
}

function unmanagedOne(kind: Kind, live: LiveObject, secret: ReadonlySet<string>): Outcome {
  const { id, name, note, createdAt } = live;
  const shown = secret.has(name.toLowerCase()) ? SECRET_NAME : name;
  const made = createdAt === undefined ? [] : [`made on ${createdAt.slice(0, 10)}`];
  const notes = [...(note === undefined ? [] : [note]), ...made];
  const base = { status: "unmanaged", kind, id, name: shown, names: [name, id], changes: [], notes } as const;
  return { ...base, ...rights(kind, live) };
}

function rights(kind: Kind, { properties }: LiveObject): Pick<Outcome, "permissions" | "enabled"> {
  return kind === "key"
    ? { enabled: properties["enabled"] === true }
    : { permissions: permissionsIn(properties["permissions"]) };
}

/** Names that the program keeps to itself, as far as the states were decrypted: in small letters. */
function secretNames(held: readonly Held[]): ReadonlySet<string> {
  const names = held.flatMap(({ resource }) => {
    const name = stateOf(resource, DRIFT_KINDS[kindOfType(resource.type)].identity);
    return hasSecretName(resource) && typeof name === "string" ? [name.toLowerCase()] : [];
  });
  return new Set(names);
}
