/** What a tenant is to hold: the same for every contestant. */
export interface Wish {
  readonly tokens: readonly { readonly name: string; readonly permissions: readonly string[] }[];
  readonly users: readonly { readonly email: string; readonly permissions: readonly string[] }[];
  readonly keys: readonly { readonly name: string; readonly enabled: boolean }[];
  readonly mappings: readonly { readonly group: string; readonly permissions: readonly string[] }[];
}

const BEFORE = ["build_applications"];
const AFTER = ["build_applications", "update_certificates"];
const EVERY = 10; // 10 % are changed

const each = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

/** How many of each kind so many resources are, by the proportions of a full tenant: 19, 99, 10 and 62 of 190. */
export function shares(size: number) {
  const part = (of: number) => Math.round((size * of) / 190);
  const [tokens, users, keys] = [part(19), part(99), part(10)];
  return { tokens, users, keys, mappings: size - tokens - users - keys };
}

/** What so many resources are; `changed` is the same after a change of one in ten. */
export function wishOf(size: number, changed = false): Wish {
  const { tokens, users, keys, mappings } = shares(size);
  const isChanged = (at: number) => changed && at % EVERY === 0;
  const permissions = (at: number) => (isChanged(at) ? AFTER : BEFORE);
  return {
    tokens: each(tokens, (at) => ({ name: `token-${at}`, permissions: permissions(at) })),
    users: each(users, (at) => ({ email: `user-${at}@acme.test`, permissions: permissions(at) })),
    keys: each(keys, (at) => ({ name: `key-${at}`, enabled: !isChanged(at) })),
    mappings: each(mappings, (at) => ({ group: `group-${at}`, permissions: permissions(at) })),
  };
}

/**
 * The writes without which nobody does it from what a state tells. To create: a token and a user are created and granted,
 * a key and a mapping created. To change or remove: one for each that is changed or removed.
 */
export function writesNeeded(size: number, operation: "create" | "change" | "destroy"): number {
  const { tokens, users, keys, mappings } = shares(size);
  if (operation === "create") return tokens * 2 + users * 2 + keys + mappings;
  if (operation === "destroy") return size;
  return [tokens, users, keys, mappings].reduce((sum, count) => sum + Math.ceil(count / EVERY), 0);
}
