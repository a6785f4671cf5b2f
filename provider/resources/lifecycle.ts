import type { z } from "zod";
import { samePermissions, unknownPermissions } from "../api/permissions";
import { sameKeepers } from "./computed-name";
import type { Tenant } from "./tenant";
import { isUnknown } from "./unknown";

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
  /** Hears what the program declares, as far as it is known; answers why the tenant's rules forbid it. */
  readonly announce?: (tenant: Tenant, inputs: Readonly<Partial<Wish>>) => readonly string[];
  /** Looks at a change before it is made, also at preview. @throws Refused when it can't be made for certain */
  readonly foresee?: (tenant: Tenant, id: string, known: Partial<Known>, inputs: Wish) => Promise<void>;
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
  if (field === "rotateOn") return sameKeepers(live, wished);
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
