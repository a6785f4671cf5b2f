import type { OperationName } from "../api/contract";
import { UnexpectedReplyError } from "../api/errors";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

// A list may not show yet what was made: a quarter of a minute in all (assumed).
const WAITS_MS = [0, 1_000, 2_000, 4_000, 8_000];

/** Milliseconds after a lost reply before a list is asked whether the call was carried out after all. */
export const SETTLE_MS = 2_000;

/**
 * Makes sure that AppTego lists what it said that it made. It is asked after a create whose reply was lost before: there
 * AppTego's word alone isn't believed, as what it does late might be taken for somebody else's.
 *
 * @throws UnexpectedReplyError, ambiguous, when it isn't listed after a quarter of a minute
 * @throws AppTegoError when the list can't be had
 */
export async function proveListed<Entry>(
  tenant: Tenant,
  list: SharedList<Entry>,
  operation: OperationName,
  isIt: (entry: Entry) => boolean,
): Promise<Entry> {
  for (const milliseconds of WAITS_MS) {
    if (milliseconds > 0) await tenant.wait(milliseconds);
    const listed = (await list.fresh()).find(isIt);
    if (listed !== undefined) return listed;
  }
  throw new UnexpectedReplyError({
    operation,
    outcome: "ambiguous",
    problem: "AppTego said that it was done, but doesn't list what it made",
    advice: "run pulumi up again",
  });
}
