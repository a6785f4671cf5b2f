import { z } from "zod";
import type { Operation } from "../../api/contract";
import { permissionKey } from "../../api/permissions";
import { WirePermissions } from "../../api/wire-permissions";
import { likeness, pairNames } from "./likely-names";

type Fields = Readonly<Record<string, unknown>>;
type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** What a reply says of a field that the contract knows. */
export interface SeenField {
  readonly field: string;
  readonly verdict: "confirmed" | "wrong" | "not seen";
  readonly says?: string;
  /** The server's name for it, where that is likely another one. */
  readonly theirs?: string;
}

/** What a reply says of an operation. */
export interface Inspected {
  readonly fields: readonly SeenField[];
  /** What else the reply holds beside what is known: where a list may name its next page. */
  readonly others: Fields;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value can be one of a field: of its type, and of its look. */
function fits(field: string, schema: z.core.$ZodType, value: unknown): boolean {
  if (!z.safeDecode(schema, value).success) return false; // decoding is what checks it
  if (schema === WirePermissions) return formOf(value) !== undefined;
  if (field === "email") return typeof value === "string" && value.includes("@");
  return true;
}

/** The form that a permission set is sent in; undefined where it can't be one. */
function formOf(value: unknown): string | undefined {
  if (value === "" || value === null || value === undefined) return "nothing";
  const known = (keys: readonly unknown[]) =>
    keys.some((key) => typeof key === "string" && permissionKey(key) !== undefined);
  if (Array.isArray(value)) return value.length === 0 || known(value) ? "a list" : undefined;
  if (typeof value !== "string") return undefined;
  return known(value.split(",")) ? "a comma-separated text" : undefined;
}

/** Keys that stand in a text with another separator than the comma. */
const isOtherwiseSeparated = (value: unknown) =>
  typeof value === "string" &&
  !value.includes(",") &&
  value.split(/[;|\s]+/).filter((key) => permissionKey(key) !== undefined).length > 1;

function listOf(shape: Shape): readonly [field: string, element: Shape] | undefined {
  for (const [field, schema] of Object.entries(shape))
    if (schema instanceof z.ZodArray && schema.element instanceof z.ZodObject)
      return [field, schema.element.shape];
  return undefined;
}

const isOptional = (schema: z.core.$ZodType) =>
  schema !== WirePermissions && z.safeDecode(schema, undefined).success;

function inspectFields(shape: Shape, entries: readonly Fields[], names: Readonly<Record<string, string>>) {
  const called = (field: string) => names[field] ?? field;
  const valuesOf = (name: string) =>
    entries.filter((entry) => Object.hasOwn(entry, name)).map((entry) => entry[name]);
  const present = (name: string) => valuesOf(name).length > 0;
  const fields = Object.keys(shape);
  const missing = fields.filter((field) => !present(called(field)));
  const used = new Set(fields.map(called));
  const theirs = [...new Set(entries.flatMap(Object.keys))].filter((name) => !used.has(name));
  const schemaOf = (field: string) => shape[field] ?? z.unknown();
  const pairs = pairNames(missing, theirs, (our, their) =>
    valuesOf(their).every((value) => fits(our, schemaOf(our), value)),
  );
  return fields.map((field): SeenField => {
    const schema = schemaOf(field);
    if (entries.length === 0) return { field, verdict: "not seen", says: "the list is empty" };
    const name = pairs.get(field);
    if (missing.includes(field)) {
      if (name !== undefined) return { field, verdict: "wrong", theirs: name, says: `it is called ${name}` };
      if (isOptional(schema)) return { field, verdict: "not seen", says: "no entry has it" };
      const rest = theirs.length === 0 ? "no other field" : `beside what is known only ${theirs.join(", ")}`;
      return { field, verdict: "wrong", says: `no entry has it; there is ${rest}` };
    }
    const values = valuesOf(called(field));
    if (schema === WirePermissions && values.some(isOtherwiseSeparated))
      return { field, verdict: "wrong", says: "its keys aren't separated by commas" };
    if (!values.every((value) => z.safeDecode(schema, value as never).success))
      return { field, verdict: "wrong", says: "its values are of another type" };
    if (schema !== WirePermissions) return { field, verdict: "confirmed" };
    const forms = [...new Set(values.map(formOf))].filter((form) => form !== "nothing");
    if (forms.length === 0) return { field, verdict: "confirmed", says: "though nobody listed holds any" };
    return {
      field,
      verdict: "confirmed",
      says: `sent as ${forms.map((form) => form ?? "unknown keys").join(" and as ")}`,
    };
  });
}

/** Compares a reply, as the server sent it, with what an operation expects, and guesses what is called differently. */
export function inspectReply({ reply, replyNames = {} }: Operation, body: Fields): Inspected {
  const shape: Shape = reply.shape;
  const list = listOf(shape);
  if (list === undefined) return { fields: inspectFields(shape, [body], replyNames), others: {} };
  const [field, element] = list;
  const expected = replyNames[field] ?? field;
  const arrays = Object.keys(body).filter((name) => Array.isArray(body[name]));
  const [likeliest] = arrays.toSorted((one, other) => likeness(field, other) - likeness(field, one));
  const name = arrays.includes(expected) ? expected : likeliest;
  const others = Object.fromEntries(
    Object.entries(body).filter(([key]) => key !== name && key !== "success"),
  );
  if (name === undefined) {
    const seen = Object.keys(body).join(", ") || "nothing";
    return { fields: [{ field, verdict: "wrong", says: `the reply holds no list, but ${seen}` }], others };
  }
  const value = body[name];
  const entries = Array.isArray(value) ? value.filter(isFields) : [];
  const top: SeenField =
    name === expected
      ? { field, verdict: "confirmed" }
      : { field, verdict: "wrong", theirs: name, says: `it is called ${name}` };
  return { fields: [top, ...inspectFields(element, entries, replyNames)], others };
}
