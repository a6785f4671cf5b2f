import type { Data, StoredKey, StoredToken } from "./store";

/** What a tenant holds, without anything of a secret. */
export interface Snapshot extends Omit<Data, "tokens" | "keys"> {
  readonly tokens: readonly Omit<StoredToken, "secretHashes">[];
  readonly keys: readonly Omit<StoredKey, "secretHash">[];
}

/** A copy of the data that can be shown. */
export function snapshotOf(data: Data): Snapshot {
  const { tokens, keys, ...rest } = structuredClone(data);
  return {
    ...rest,
    tokens: tokens.map(({ secretHashes: _hidden, ...token }) => token),
    keys: keys.map(({ secretHash: _hidden, ...key }) => key),
  };
}
