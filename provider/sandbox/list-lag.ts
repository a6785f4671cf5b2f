import type { OperationName } from "../api/contract";
import type { Data } from "./store";

type Kind = "tokens" | "users" | "mappings" | "keys";

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/ApiToken/, "tokens"],
  [/User/, "users"],
  [/Mapping/, "mappings"],
  [/AutomationKey/, "keys"],
];

/** Lists that don't show yet what was done: an eventually consistent server. */
export interface ListLag {
  /**
   * Works with the data, or, where a list lags, with an older copy of its part.
   * @param lists how many lists of the same kind shall be as before this work
   */
  readonly during: <Result>(
    operation: OperationName,
    lists: number,
    data: Data,
    work: () => Result,
  ) => Result;
  readonly clear: () => void;
}

/** No list lags yet. */
export function createListLag(): ListLag {
  const old = new Map<Kind, { readonly entries: Data[Kind]; left: number }>();
  return {
    during(operation, lists, data, work) {
      const kind = KINDS.find(([pattern]) => pattern.test(operation))?.[1];
      if (kind === undefined) return work();
      if (lists > 0) old.set(kind, { entries: structuredClone(data[kind]), left: lists });
      const lag = old.get(kind);
      if (!operation.startsWith("get") || lag === undefined) return work();
      lag.left -= 1;
      if (lag.left <= 0) old.delete(kind);
      const present = data[kind];
      Object.assign(data, { [kind]: lag.entries });
      try {
        return work();
      } finally {
        Object.assign(data, { [kind]: present });
      }
    },
    clear() {
      old.clear();
    },
  };
}
