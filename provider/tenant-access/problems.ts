import type { z } from "zod";
import { LIMITS, type TenantLimits } from "../api/contract";
import { nearest } from "../api/did-you-mean";
import { shown } from "../resources/check";
import { UNKNOWN } from "../resources/unknown";
import {
  OPTION_NAMES,
  SECTION_NAMES,
  type SectionName,
  SECTIONS,
  sectionOf,
  TenantAccessShape,
} from "./shape";

export type Path = readonly PropertyKey[];

/** What is wrong at one place of a description. */
export interface Problem {
  readonly path: Path;
  /** Whether it is the last part of the path that is wrong, and not what stands there. */
  readonly aboutKey: boolean;
  /** Continues the place's name to a sentence. */
  readonly message: string;
}

/** A description that can't be taken; nothing of it was applied. */
export class InvalidTenantAccess extends Error {
  override readonly name = "InvalidTenantAccess" as const;
}

/** The one error for all mistakes of a description, each already with its place. */
export function invalid(what: string, mistakes: readonly string[]): InvalidTenantAccess {
  const count = mistakes.length === 1 ? "one mistake" : `${mistakes.length} mistakes`;
  const list = mistakes.map((mistake) => `  ${mistake}`).join("\n");
  return new InvalidTenantAccess(`${what} has ${count}, so none of it is applied. Correct:\n${list}`);
}

/** A place as a program would write it: `users["alice@acme.test"].permissions[1]`. */
export function placeName(path: Path): string {
  const parts = path.map((part, depth) => {
    if (typeof part === "number") return `[${part}]`;
    const name = String(part);
    if (depth === 0) return name;
    return depth > 1 && /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  });
  return parts.join("") || "it";
}

/**
 * All that is wrong with a description; none where it can be taken.
 *
 * @param value where a part isn't known yet, `UNKNOWN` stands in its place: it is left to the resource that it goes to
 * @param limits how many credentials the tenant may hold, where that is known
 */
export function problemsOf(value: unknown, limits: TenantLimits = LIMITS): Problem[] {
  const issues = TenantAccessShape.safeParse(value).error?.issues ?? [];
  return [
    ...issues.flatMap((issue) => fromIssue(value, issue, [])),
    ...SECTION_NAMES.flatMap((name) => fromEntries(name, at(value, [name]), limits)),
  ];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

function fromIssue(value: unknown, issue: z.core.$ZodIssue, above: Path): Problem[] {
  const path = [...above, ...issue.path];
  const found = at(value, path);
  const takesList = sectionOf(path[0])?.takesList === true;
  if (found === UNKNOWN) {
    const isOption = path.length === 3 && OPTION_NAMES.some((option) => option === path[2]);
    const left = (path.length > 2 && !isOption) || (path.length === 2 && takesList);
    return left ? [] : [{ path, aboutKey: false, message: MUST_BE_PLAIN }];
  }
  if (issue.code === "invalid_union" && path.length === 2) {
    // An entry's forms are, in this order, a list, nothing and a map: the mistakes are those of the form that it looks like.
    const meant = takesList && !isMap(found) ? issue.errors[0] : issue.errors.at(-1);
    return (meant ?? []).flatMap((inner) => fromIssue(value, inner, path));
  }
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...path, key],
      aboutKey: true,
      message: unknownKey(path, key),
    }));
  return [{ path, aboutKey: false, message: `${issue.message} (got ${kindOf(found)})` }];
}

const MUST_BE_PLAIN =
  "must be plain when the program runs, not an Output: what exists can't depend on what another resource yields";

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return isMap(value) ? "a map" : shown(value);
}

function unknownKey(path: Path, key: string): string {
  const known = path.length === 0 ? SECTION_NAMES : (sectionOf(path[0])?.properties ?? []);
  const guess = nearest(key, known);
  return `is unknown${guess === undefined ? "." : `, did you mean ${guess}?`} Known: ${known.join(", ")}`;
}

function fromEntries(name: SectionName, entries: unknown, limits: TenantLimits): Problem[] {
  if (!isMap(entries)) return [];
  const keys = Object.keys(entries);
  const wrong = keys.flatMap((key) => {
    const issues = SECTIONS[name].key.safeParse(key).error?.issues ?? [];
    return issues.map(({ message }) => ({ path: [name, key], aboutKey: true, message }));
  });
  return [...tooMany(name, keys.length, limits), ...wrong, ...repeated(name, entries)];
}

function tooMany(name: SectionName, count: number, limits: TenantLimits): Problem[] {
  const { noun, limit: kind } = sectionOf(name) ?? {};
  const limit = kind === undefined ? Infinity : limits[kind];
  if (count <= limit) return [];
  const message = `holds ${count} ${noun}, but a tenant can have only ${limit}: remove ${count - limit}`;
  return [{ path: [name], aboutKey: true, message }];
}

/** The entries that stand for what an earlier entry stands for: one person, or two credentials of one given name. */
function repeated(name: SectionName, entries: Readonly<Record<string, unknown>>): Problem[] {
  const first = new Map<string, Path>();
  const isPerson = name === "users";
  return Object.entries(entries).flatMap(([key, entry]) => {
    const path = isPerson ? [name, key] : [name, key, "name"];
    const identity = isPerson ? key.toLowerCase() : at(entry, ["name"]);
    if (typeof identity !== "string" || identity === UNKNOWN) return [];
    const other = first.get(identity);
    if (other === undefined) {
      first.set(identity, path);
      return [];
    }
    const message = isPerson
      ? `is the same person as ${placeName(other)}, as letter case doesn't count: keep one of them`
      : `is ${shown(identity)} like ${placeName(other)}: two credentials of one name can't be told apart, rename one`;
    return [{ path, aboutKey: isPerson, message }];
  });
}
