import type { OperationName } from "../api/contract";
import type { Data } from "./store";

type Kind = "tokens" | "users" | "mappings" | "keys";

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/ApiToken/, "tokens"],
  [/User/, "users"],
  [/Mapping/, "mappings"],
  [/AutomationKey/, "keys"],
];

function kindOf(operation: OperationName): Kind | undefined {
  return KINDS.find(([pattern]) => pattern.test(operation))?.[1];
}

/** Lists that don't show yet what was done: an eventually consistent server. */
export interface ListLag {
  /** The next `lists` lists of the operation's kind will be as they are in this data. */
  readonly begin: (operation: OperationName, lists: number, data: Data) => void;
  /** The data as a list of this operation's kind shows it. */
  readonly seenBy: (operation: OperationName, data: Data) => Data;
  readonly clear: () => void;
}

/** No list lags yet. */
export function createListLag(): ListLag {
  const stale = new Map<Kind, { readonly entries: Partial<Data>; left: number }>();
  return {
    begin(operation, lists, data) {
      const kind = kindOf(operation);
      if (kind !== undefined)
        stale.set(kind, { entries: { [kind]: structuredClone(data[kind]) }, left: lists });
    },
    seenBy(operation, data) {
      const kind = kindOf(operation);
      const lag = kind && stale.get(kind);
      if (kind === undefined || lag === undefined) return data;
      lag.left -= 1;
      if (lag.left <= 0) stale.delete(kind);
      return { ...data, ...lag.entries };
    },
    clear() {
      stale.clear();
    },
  };
}
