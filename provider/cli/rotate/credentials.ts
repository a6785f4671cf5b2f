import { sameKeepers } from "../../resources/computed-name";
import { ENCRYPTED } from "../stacks/secret-values";
import type { StackResource, StackState } from "../stacks/stack-state";
import { ageInDays } from "./max-age";
import { type EntryPlace, entryOf } from "./yaml-date";

/** Where the wish for a rotation is written. */
export type Target =
  | { readonly in: "file"; readonly place: EntryPlace }
  | { readonly in: "configuration"; readonly stack: string };

/** One credential of a stack, and how old it is. */
export interface Credential {
  readonly stack: string;
  readonly urn: string;
  readonly kind: "token" | "key";
  readonly id: string;
  /** The resource's name in the program. */
  readonly resource: string;
  /** As AppTego shows it; empty where the state keeps it secret. */
  readonly title: string;
  /** ISO 8601; undefined where neither the state nor AppTego tells it. */
  readonly issuedAt?: string;
  readonly ageDays?: number;
  /** `requested`: it is due, and a rotation is written, but `pulumi up` hasn't carried it out. */
  readonly status: "due" | "requested" | "fresh" | "unknown";
  readonly notes: readonly string[];
  /** Undefined where none can be written; a note says why. */
  readonly target?: Target;
}

/** What is known beside the states. */
export interface Knowledge {
  readonly now: Date;
  /** Days; what is as old is due. */
  readonly maxAge: number;
  /** When AppTego says that it issued a credential: ISO 8601 by id. */
  readonly issued: ReadonlyMap<string, string>;
  /** The token that the stack's own configuration uses. */
  readonly ownTokenKey?: string;
  /** The text of `tenant.yaml`, and its name. */
  readonly file?: { readonly name: string; readonly text: string };
  /** The dates in the configuration, by stack; only for stacks whose configuration can be written. */
  readonly dates: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const KINDS = { ApiToken: "token", AutomationKey: "key" } as const;

/** The day of a moment, as it is written into `rotateOn`: UTC. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** The credentials of the states that live on: the oldest first, those of unknown age before those that aren't due. */
export function credentialsOf(states: readonly StackState[], known: Knowledge): Credential[] {
  const all = states.flatMap(({ source, resources }) =>
    resources.flatMap((resource) =>
      (resource.type === "ApiToken" || resource.type === "AutomationKey") && !resource.pendingDelete
        ? [credentialOf(source, resource, KINDS[resource.type], known)]
        : [],
    ),
  );
  const age = ({ ageDays }: Credential) => ageDays ?? known.maxAge - 0.5; // unknown ones stand behind those that are due
  return all.sort((one, other) => age(other) - age(one));
}

function credentialOf(
  stack: string,
  resource: StackResource,
  kind: Credential["kind"],
  known: Knowledge,
): Credential {
  const { urn, id, name, outputs, inputs } = resource;
  const issuedAt = resource.createdAt ?? known.issued.get(id);
  const ageDays = resource.unresolved ? undefined : ageInDays(issuedAt, known.now);
  const title = outputs["name"] ?? inputs["name"];
  const told = {
    ...{ stack, urn, kind, id, resource: name, title: typeof title === "string" ? title : "" },
    ...(issuedAt !== undefined && { issuedAt }),
    ...(ageDays !== undefined && { ageDays }),
  };
  if (ageDays === undefined) {
    const why = resource.unresolved
      ? "nobody knows yet whether AppTego issued it: the next `pulumi up` finds out"
      : "neither the state nor AppTego says when it was issued: rotate it once, and it is known";
    return { ...told, status: "unknown", notes: [why] };
  }
  if (ageDays < known.maxAge) return { ...told, status: "fresh", notes: [] };
  if (valuesOf(inputs["rotateOn"]).includes(dayOf(known.now)))
    return { ...told, status: "fresh", notes: ["it was rotated today"] };
  const { target, obstacle } = targetOf(stack, resource, kind, known);
  const isRequested = target !== undefined && isWritten(resource, target, known);
  return {
    ...told,
    status: isRequested ? "requested" : "due",
    ...(target && { target }),
    notes: isRequested ? [`${placeOf(target, known)} asks for it: run pulumi up`] : obstacle,
  };
}

/** As in "the configuration of prod". */
export function placeOf(target: Target, { file }: Pick<Knowledge, "file">): string {
  return target.in === "file" ? (file?.name ?? "the file") : `the configuration of ${target.stack}`;
}

function targetOf(
  stack: string,
  { protect, id, name, parent }: StackResource,
  kind: Credential["kind"],
  { file, dates, ownTokenKey }: Knowledge,
): { target?: Target; obstacle: string[] } {
  if (id === ownTokenKey)
    return {
      obstacle: ["the stack itself uses it: issue another token for apptego:tokenKey, then delete this one"],
    };
  if (protect)
    return { obstacle: ["it is protected, so Pulumi refuses to replace it: take `protect` off first"] };
  const [, component] = /\$?apptego:index:TenantAccess::(.*)$/s.exec(parent ?? "") ?? [];
  const prefix = `${component ?? ""}-${kind}-`;
  if (file !== undefined && component !== undefined && name.startsWith(prefix)) {
    const place: EntryPlace = { section: `${kind}s`, key: name.slice(prefix.length) };
    if (entryOf(file.text, place) !== undefined) return { target: { in: "file", place }, obstacle: [] };
    return { obstacle: [`${file.name} has no ${place.section}.${place.key}: name the right file by --file`] };
  }
  if (dates.has(stack)) return { target: { in: "configuration", stack }, obstacle: [] };
  return { obstacle: ["its state is a file: name its stack by --stack, or its tenant.yaml by --file"] };
}

/** Whether the place asks for another credential than the one in the state. */
function isWritten({ inputs, name }: StackResource, target: Target, { file, dates }: Knowledge): boolean {
  const applied = inputs["rotateOn"];
  if (applied === ENCRYPTED) return false; // can't be compared: written once more, it is a rotation all the same
  if (target.in === "file")
    return !sameKeepers(entryOf(file?.text ?? "", target.place)?.["rotateOn"], applied);
  const date = dates.get(target.stack)?.get(name);
  return date !== undefined && !valuesOf(applied).includes(date);
}

function valuesOf(rotateOn: unknown): string[] {
  return typeof rotateOn === "object" && rotateOn !== null ? Object.values(rotateOn).map(String) : [];
}
