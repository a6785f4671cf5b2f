import { UnexpectedReplyError } from "../api/errors";
import type { OperationName } from "../api/contract";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

const KEPT =
  "nothing is taken for gone, and the state is kept: check in the portal what the calling API token may do, then run again";
const NEVER_SHOWN =
  ". Should AppTego never list the token that asks, say so in the file that apptego:contract names: operations: { getApiTokens: { showsCaller: false } }";

/**
 * Makes sure that a list which lacks something can be believed: a caller that lost a permission may be shown less, or
 * nothing (assumed). A list of tokens must hold the token in use, unless the contract says that none does; one of users
 * somebody, since a tenant has an owner (seed); where it is another list, a list of tokens that is asked for now must be
 * believable.
 *
 * @throws UnexpectedReplyError when it can't be believed
 * @throws AppTegoError when the tokens can't be read
 */
export async function believe<Entry>(
  tenant: Tenant,
  list: SharedList<Entry>,
  lacking: readonly Entry[],
): Promise<void> {
  refuseOdd(tenant, list, lacking);
  if (!isSame(list, tenant.tokens)) refuseOdd(tenant, tenant.tokens, await tenant.tokens.fresh());
}

/**
 * The part of it that needs no call.
 *
 * @throws UnexpectedReplyError when the list can't be whole
 */
export function refuseOdd<Entry>(tenant: Tenant, list: SharedList<Entry>, listed: readonly Entry[]): void {
  if (isSame(list, tenant.users) && listed.length === 0) {
    throw doubt("getUsers", "AppTego answered with an empty list of users, though a tenant has an owner");
  }
  if (!isSame(list, tenant.tokens) || listed.some((entry) => isOwn(tenant, entry))) return;
  if (listed.length > 0 && !tenant.showsCaller) return; // then there is no more to go by than that it isn't empty
  throw doubt(
    "getApiTokens",
    "AppTego answered with a list of API tokens that lacks the one in use",
    NEVER_SHOWN,
  );
}

const told = new WeakSet();

/** Says what is odd about a list, once. */
export function tellOnce(tenant: Tenant, list: object, message: string): void {
  if (told.has(list)) return;
  told.add(list);
  tenant.tell(message);
}

function isOwn({ ownTokenKey }: Tenant, entry: unknown): boolean {
  return (
    typeof entry === "object" && entry !== null && "token_key" in entry && entry.token_key === ownTokenKey
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other;
}

function doubt(operation: OperationName, problem: string, more = ""): UnexpectedReplyError {
  return new UnexpectedReplyError({ operation, outcome: "rejected", problem, advice: KEPT + more });
}
