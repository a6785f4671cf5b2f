import { z } from "zod";

type Names = Readonly<Record<string, string>>;

function rename(value: unknown, nameOf: (key: string) => string | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, nameOf));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, field]) => {
    const name = nameOf(key);
    return name === undefined ? [] : [[name, rename(field, nameOf)]];
  });
  return Object.fromEntries(entries); // defines keys, so that one called "__proto__" stays a plain field
}

/** A value of ours with the fields named as on the server (`names`: ours -> theirs), at any depth. */
export function renameKeys(value: unknown, names: Names = {}): unknown {
  return rename(value, (key) => (Object.hasOwn(names, key) ? names[key] : key));
}

/** The inverse of `renameKeys`: a value of the server's with the fields named as ours. */
export function restoreKeys(value: unknown, names: Names = {}): unknown {
  const ours = new Map(Object.entries(names).map(([our, their]) => [their, our]));
  // A field of the server's that bears a name of ours which means another field is none of ours.
  return rename(value, (key) => ours.get(key) ?? (Object.hasOwn(names, key) ? undefined : key));
}

/** The names of a schema's fields, at any depth, each once. */
export function fieldsOf(schema: z.core.$ZodType): string[] {
  const found = new Set<string>();
  const visit = (type: z.core.$ZodType): void => {
    if (type instanceof z.ZodObject) {
      const shape: Readonly<Record<string, z.core.$ZodType>> = type.shape;
      for (const [name, field] of Object.entries(shape)) {
        found.add(name);
        visit(field);
      }
    } else if (type instanceof z.ZodArray) visit(type.element);
    else if (type instanceof z.ZodOptional || type instanceof z.ZodNullable || type instanceof z.ZodDefault) {
      visit(type.unwrap());
    }
  };
  visit(schema);
  return [...found];
}
