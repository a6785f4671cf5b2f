import { z } from "zod";
import { didYouMean } from "../api/did-you-mean";
import type { Resource } from "./lifecycle";
import { isUnknown, knownPart } from "./unknown";

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

const LONGEST_SHOWN = 80;

/** A value as a message shows it: JSON, a long one cut, with nothing in it that a terminal would obey or hide. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(cut(value)) : cut(jsonOf(value));
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function jsonOf(value: unknown): string {
  return ["object", "number", "boolean"].includes(typeof value) ? JSON.stringify(value) : typeof value;
}

function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

/** Where an issue of the known part stands in the whole value: an entry that isn't known yet counts too. */
function pathIn(given: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] {
  const [first, ...rest] = path;
  if (!Array.isArray(given) || typeof first !== "number") return path;
  const places = given.flatMap((item, place) => (isUnknown(item) ? [] : [place]));
  return [places[first] ?? first, ...rest];
}

function unexpectedField(resource: Resource, field: string): Failure {
  if (Object.hasOwn(resource.outputs.shape, field))
    return { field, message: `${resource.type}.${field} is an output and can't be set: remove it` };
  const known = Object.keys(resource.inputs.shape);
  const what = `${resource.type} has no property ${shown(field)}${didYouMean(field, known)}`;
  return { field, message: `${what}: remove it. Its properties are ${known.join(", ")}` };
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
    if (!Object.hasOwn(resource.inputs.shape, field)) failures.push(unexpectedField(resource, field));
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
      const path = pathIn(given, issue.path);
      const place = path.map((key) => `[${typeof key === "number" ? key : shown(String(key))}]`).join("");
      const message = given === undefined ? "is missing: set it" : issue.message;
      const value = secret.has(field) || given === undefined ? "" : ` (got ${shown(at(given, path))})`;
      failures.push({ field, message: `${resource.type}.${field}${place} ${message}${value}` });
    }
    if (parsed.success && parsed.data !== undefined) inputs[field] = isUnknown(given) ? given : parsed.data;
  }
  return { inputs, failures };
}
