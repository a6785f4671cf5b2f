import { BEGINNING, type Beginning, FIELDS } from "./beginning";
import { type Habits, newId, newSecret } from "./habits";
import type { Random } from "./random";
import { ADMINISTRATION, createStore, type Entry, KINDS, type Kind, type Store } from "./store";
import { writtenPermissions } from "./writing";

/** One tenant and what it holds. */
export interface Tenant {
  readonly store: Store;
  readonly id: string;
  readonly name: string;
  /** The token that the provider is given. */
  readonly own: Entry;
  readonly make: (kind: Kind, name: string, more?: Partial<Entry>) => Entry;
  /** Every secret that was ever issued. */
  readonly secrets: readonly string[];
  /** An entry as a list shows it. */
  readonly shown: (entry: Entry) => object;
}

const FAR = 100_000;

/** A tenant that people use already; numbers as ids are unique in a kind only, unless it is asked for. */
export function createTenant(
  habits: Habits,
  random: Random,
  now: () => number,
  beginning: Beginning = BEGINNING,
  uniqueIds = false,
): Tenant {
  const store = createStore();
  const first = random.below(5);
  const numbers = KINDS.map((kind, index) => [kind, first + (uniqueIds ? index * FAR : 0)] as const);
  const made = Object.fromEntries(numbers) as Record<Kind, number>;
  const secrets: string[] = [];

  const make: Tenant["make"] = (kind, name, more = {}) => {
    made[kind] += 1;
    const entry: Entry = {
      ...{ kind, name, id: newId(habits.idShapes[kind], random, made[kind]) },
      ...{ permissions: [], enabled: true, owner: false, made: "byCall" },
      status: kind === "user" ? "invited" : "active",
      createdAt: Math.floor(now() / 1_000),
      ...((kind === "token" || kind === "key") && { secret: newSecret(random, kind) }),
      ...more,
    };
    store.add(entry);
    if (entry.secret !== undefined) secrets.push(entry.secret);
    return entry;
  };
  for (const { kind, name, ...more } of beginning)
    make(kind, name, { status: "active", ...more, made: "before" });
  const own = make("token", "the provider's", { permissions: [ADMINISTRATION], made: "before" });

  const shown: Tenant["shown"] = (entry) => {
    const [idField, nameField] = FIELDS[entry.kind];
    const { kind, id, name, status, owner, enabled } = entry;
    const permissions = writtenPermissions(entry.permissions, habits, random);
    return {
      [idField]: id,
      [nameField]: kind === "user" && habits.emails === "lowered" ? name.toLowerCase() : name,
      ...(kind === "user" && { status, owner }),
      ...(kind === "key" ? { enabled } : permissions !== undefined && { permissions }),
      ...(habits.creationTime === "given" && { creation_time: entry.createdAt }),
      ...(habits.creationTime === "null" && { creation_time: null }),
    };
  };
  return { ...{ store, own, make, shown, secrets }, id: random.text("0123456789abcdef", 32), name: "Acme" };
}
