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

/** How long a list lags behind at most: assumed, as by the provider. */
const LONGEST_MS = 60_000;

/** Lists that don't show yet what was done: an eventually consistent server. */
export interface ListLag {
  /** The next `lists` lists of the operation's kind, within a minute, will be as they are in this data. */
  readonly begin: (operation: OperationName, lists: number, data: Data) => void;
  /** The data as a list of this operation's kind shows it. */
  readonly seenBy: (operation: OperationName, data: Data) => Data;
  readonly clear: () => void;
}

/** No list lags yet. `clock`: epoch milliseconds. */
export function createListLag(clock: () => number): ListLag {
  const stale = new Map<Kind, { readonly entries: Partial<Data>; readonly until: number; left: number }>();
  return {
    begin(operation, lists, data) {
      const kind = kindOf(operation);
      if (kind === undefined) return;
      const entries = { [kind]: structuredClone(data[kind]) };
      stale.set(kind, { entries, until: clock() + LONGEST_MS, left: lists });
    },
    seenBy(operation, data) {
      const kind = kindOf(operation);
      const lag = kind && stale.get(kind);
      if (kind === undefined || lag === undefined) return data;
      lag.left -= 1;
      const isOver = clock() > lag.until;
      if (lag.left <= 0 || isOver) stale.delete(kind);
      return isOver ? data : { ...data, ...lag.entries };
    },
    clear() {
      stale.clear();
    },
  };
}
