import { removeLeftovers, saveState } from "./state-file";
import type { Data } from "./store";

/** The data of a sandbox, in memory and, if asked, in a file. */
export interface Holding {
  readonly data: () => Data;
  /**
   * Works on a copy, which takes the data's place once it is saved: what fails in the middle, or can't be saved, leaves no trace.
   * @throws StateFileError, and whatever the work throws
   */
  readonly change: <Result>(work: (draft: Data) => Result) => Result;
  /** Puts other data in the place of all. @throws StateFileError */
  readonly replace: (data: Data) => void;
}

/** Holds the data, and saves it at once where there is a file. @throws StateFileError */
export function hold(initial: Data, stateFile: string | undefined): Holding {
  let data = initial;
  const replace = (next: Data) => {
    if (stateFile !== undefined) saveState(stateFile, next);
    data = next;
  };
  if (stateFile !== undefined) removeLeftovers(stateFile);
  replace(initial);
  return {
    data: () => data,
    replace,
    change(work) {
      const draft = structuredClone(data);
      const result = work(draft);
      replace(draft);
      return result;
    },
  };
}
