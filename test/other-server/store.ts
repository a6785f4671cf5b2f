/** What a tenant holds. */
export const KINDS = ["token", "user", "mapping", "key"] as const;
export type Kind = (typeof KINDS)[number];

/** One object; `name` is a user's e-mail or a mapping's group. */
export interface Entry {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  permissions: readonly string[];
  readonly secret?: string;
  enabled: boolean;
  status: "active" | "invited";
  readonly owner: boolean;
  /** Epoch seconds. */
  readonly createdAt: number;
  /** Whether a call made it, or it was there before. */
  readonly made: "before" | "byCall";
}

/** The permission whose holders administer a tenant. */
export const ADMINISTRATION = "user_and_api_management";

export interface Store {
  readonly all: (kind: Kind) => readonly Entry[];
  readonly find: (kind: Kind, id: string) => Entry | undefined;
  readonly add: (entry: Entry) => void;
  readonly remove: (entry: Entry) => void;
  /** Active users who administer, leaving one out. */
  readonly otherAdministrators: (id: string) => number;
}

/** An empty tenant. */
export function createStore(): Store {
  let entries: readonly Entry[] = [];
  const all = (kind: Kind) => entries.filter((entry) => entry.kind === kind);
  return {
    all,
    find: (kind, id) => all(kind).find((entry) => entry.id === id),
    add(entry) {
      entries = [...entries, entry];
    },
    remove(gone) {
      entries = entries.filter((entry) => entry !== gone);
    },
    otherAdministrators: (id) =>
      all("user").filter(
        (user) => user.id !== id && user.status === "active" && user.permissions.includes(ADMINISTRATION),
      ).length,
  };
}
