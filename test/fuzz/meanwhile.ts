import type { Deed } from "./scenario";

/** A deed that is done once so many calls are over. */
export type Meanwhile = Deed & { readonly after: number };

/** Does one deed in the midst of an `up`. */
export function planMeanwhile(does: (deed: Deed) => void) {
  let planned: Meanwhile | undefined;
  let calls = 0;
  return {
    /** From now on calls are counted; `undefined` where nothing is to be done any more. */
    plan: (deed: Meanwhile | undefined) => {
      planned = deed;
      calls = 0;
    },
    /** One call is over. */
    count: () => {
      calls += 1;
      if (planned !== undefined && calls === planned.after) does(planned);
    },
  };
}
