import { z } from "zod";
import { samePermissions, unknownPermissions } from "../api/permissions";
import { nearest } from "./inputs";
import type { Tenant } from "./tenant";
import { isUnknown, knownPart } from "./unknown";

/** What AppTego holds of a resource, and what this provider keeps beside it, by output name. */
export type State = Record<string, unknown>;

/** One resource that exists: its id and its state. */
export interface Existing<Outputs = State> {
  readonly id: string;
  readonly state: Outputs;
}

/** What a resource is and how it lives; nothing of Pulumi. The four of them are listed in index.ts. */
export interface Resource<
  Inputs extends z.ZodObject = z.ZodObject,
  Outputs extends z.ZodObject = z.ZodObject,
  Wish = z.output<Inputs>,
  Known = z.output<Inputs> & z.output<Outputs>,
> {
  /** As in Pulumi's type token. */
  readonly type: string;
  /** One sentence on what it is for. */
  readonly description: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /** Inputs that can't change on a live object: AppTego has no operation that does it. */
  readonly replaceOn: readonly string[];
  /** Outputs that are shown once and kept encrypted. */
  readonly secrets: readonly string[];
  /** What names it in messages and in the log. */
  readonly label: (inputs: Wish) => string;
  /** The value that two states of one object may write differently. */
  readonly sameValue?: Readonly<Record<string, (one: unknown, other: unknown) => boolean>>;
  /** @throws PartlyCreated when it exists but isn't as wished */
  readonly create: (tenant: Tenant, inputs: Wish) => Promise<Existing<Known>>;
  /** The live state, or undefined when it is proven to be gone. `known` is empty when it is imported. */
  readonly read: (tenant: Tenant, id: string, known: Partial<Known>) => Promise<Known | undefined>;
  /** @throws PartlyCreated when only a part of the change was made */
  readonly update: (tenant: Tenant, id: string, known: Known, inputs: Wish) => Promise<Known>;
  /** Done when it doesn't exist any more, also where it didn't before. */
  readonly delete: (tenant: Tenant, id: string, known: Known) => Promise<void>;
}

/** Declares a resource; the types of its methods follow from its schemas. */
export function defineResource<Inputs extends z.ZodObject, Outputs extends z.ZodObject>(
  resource: Resource<Inputs, Outputs>,
): Resource<Inputs, Outputs> {
  return resource;
}

/**
 * It exists, but isn't as wished: its id and what AppTego holds of it must be kept, above all a secret shown once.
 * `reasons` say what is missing and are stored in plain text, so they never hold a secret.
 */
export class PartlyCreated extends Error {
  override readonly name = "PartlyCreated" as const;
  constructor(
    readonly created: Existing,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
  }
}

/** A rule of this product forbids the change; nothing was sent. */
export class Refused extends Error {
  override readonly name = "Refused" as const;
}

/** One input that can't be taken: the message names the field, its value unless secret, what is allowed and the fix. */
export interface Failure {
  readonly field: string;
  readonly message: string;
}

/** What inputs look like after check: canonical, so that equal wishes are equal values. */
export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly failures: readonly Failure[];
}

/** A value as a message shows it: JSON, a long text cut. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return (JSON.stringify(value) as string | undefined) ?? typeof value; // a function has no JSON
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

function unexpectedField(resource: Resource, field: string): Failure {
  if (field in resource.outputs.shape)
    return { field, message: `${resource.type}.${field} is an output and can't be set: remove it` };
  const known = Object.keys(resource.inputs.shape);
  const guess = nearest(field, known);
  const hint = guess === undefined ? "" : `, did you mean ${guess}?`;
  return {
    field,
    message:
      `${resource.type} has no property '${field}'${hint} Its properties are ${known.join(", ")}`.replace(
        "' ",
        "'. ",
      ),
  };
}

/**
 * Inputs in canonical form, or why they can't be taken. Parts that aren't known yet are left as they are.
 *
 * @param secret the fields whose value a message must not show
 * @param settled fields that nobody gave and this provider has chosen: they are taken as they are
 */
export function check(
  resource: Resource,
  news: Readonly<Record<string, unknown>>,
  secret: ReadonlySet<string> = new Set(),
  settled: Readonly<Record<string, unknown>> = {},
): Checked {
  const failures: Failure[] = [];
  const inputs: Record<string, unknown> = { ...settled };
  for (const field of Object.keys(news))
    if (!(field in resource.inputs.shape)) failures.push(unexpectedField(resource, field));
  for (const [field, schema] of Object.entries(resource.inputs.shape)) {
    if (settled[field] !== undefined) continue;
    const given = news[field] ?? undefined;
    const known = knownPart(given);
    if (isUnknown(given) && known === undefined) {
      inputs[field] = given;
      continue;
    }
    const parsed = z.safeParse(schema, known);
    for (const issue of parsed.error?.issues ?? []) {
      const value = secret.has(field) || given === undefined ? "" : ` (got ${shown(at(given, issue.path))})`;
      const entry = issue.path.map((key) => `[${JSON.stringify(key)}]`).join("");
      const message = given === undefined ? "is missing: set it" : issue.message;
      failures.push({ field, message: `${resource.type}.${field}${entry} ${message}${value}` });
    }
    if (parsed.success && parsed.data !== undefined) inputs[field] = isUnknown(given) ? given : parsed.data;
  }
  return { inputs, failures };
}

function sameSet(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return samePermissions(one as string[], other as string[]);
}

/** Whether the live permissions are the wished ones; a key that this version doesn't know is nobody's wish and no difference. */
export function permissionsAsWished(live: unknown, wished: unknown): boolean {
  if (!Array.isArray(live) || !Array.isArray(wished)) return sameSet(live ?? [], wished ?? []);
  return samePermissions(live as string[], withUnknown(wished as string[], live as string[]));
}

/** The wished permissions and those that only the server knows: what is written so that nothing unknown is wiped. */
export function withUnknown(wished: readonly string[], live: readonly string[]): string[] {
  return [...wished, ...unknownPermissions(live)];
}

function sameValue(resource: Resource, field: string, live: unknown, wished: unknown): boolean {
  const own = resource.sameValue?.[field];
  if (own) return own(live, wished);
  if (field === "permissions") return permissionsAsWished(live, wished);
  return stable(live) === stable(wished);
}

function stable(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return JSON.stringify(value ?? null);
  return JSON.stringify(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The inputs in which a wish differs from what is known of the resource. Something not known yet may differ. */
export function differences(
  resource: Resource,
  known: State,
  inputs: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(resource.inputs.shape).filter(
    (field) => isUnknown(inputs[field]) || !sameValue(resource, field, known[field], inputs[field]),
  );
}

/** The inputs of a resource as its state has them. */
export function inputsOf(resource: Resource, state: State): Record<string, unknown> {
  const fields = Object.keys(resource.inputs.shape).filter((field) => state[field] !== undefined);
  return Object.fromEntries(fields.map((field) => [field, state[field]]));
}
