type Entry = [key: string, value: unknown];

/** What happens to each object, list and permission string of a body. */
interface Changes {
  readonly object?: (entries: Entry[]) => Entry[];
  readonly list?: (items: unknown[]) => unknown[];
  readonly permissions?: (keys: string[]) => string[];
}

const same = <Value>(value: Value): Value => value;

function change(value: unknown, changes: Changes): unknown {
  const { object = same<Entry[]>, list = same<unknown[]>, permissions = same<string[]> } = changes;
  if (Array.isArray(value)) return list(value.map((item) => change(item, changes)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, field]: Entry): Entry => {
    if (key !== "permissions" || typeof field !== "string") return [key, change(field, changes)];
    const keys = field.split(",").filter((name) => name !== "");
    return [key, permissions(keys).join(",")];
  });
  return Object.fromEntries(object(entries));
}

/** The body without a field, at any depth. */
export function withoutField(body: unknown, field: string): unknown {
  return change(body, { object: (entries) => entries.filter(([key]) => key !== field) });
}

/** The body with another value of a field, wherever it has that field. */
export function withField(body: unknown, field: string, value: unknown): unknown {
  return change(body, {
    object: (entries) => entries.map(([key, old]) => [key, key === field ? value : old]),
  });
}

/** The body with a field in each object that nobody knows. */
export function withExtraFields(body: unknown): unknown {
  return change(body, {
    object: (entries) => [...entries, ["introduced_later", { nested: [1, null] }]],
  });
}

/** The body with one more permission wherever it has permissions. */
export function withPermission(body: unknown, permission: string): unknown {
  return change(body, { permissions: (keys) => [...keys, permission] });
}

/** The body without the last permission of each set. */
export function withoutLastPermission(body: unknown): unknown {
  return change(body, { permissions: (keys) => keys.slice(0, -1) });
}

/** The body with its lists, keys and permissions in reverse order. */
export function reversed(body: unknown): unknown {
  return change(body, {
    object: (entries) => entries.reverse(),
    list: (items) => items.reverse(),
    permissions: (keys) => keys.reverse(),
  });
}

/** The body with only so many entries of each of its lists. */
export function shortened(body: unknown, entries: number): unknown {
  return change(body, { list: (items) => items.slice(0, entries) });
}

/** The body with each entry of its lists twice. */
export function doubled(body: unknown): unknown {
  return change(body, { list: (items) => items.flatMap((item) => [item, item]) });
}
