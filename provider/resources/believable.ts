import { UnexpectedReplyError } from "../api/errors";
import type { OperationName } from "../api/contract";
import type { SharedList } from "./shared-list";
import type { Tenant } from "./tenant";

const KEPT =
  "nothing is taken for gone, and the state is kept: check in the portal what the calling API token may do, then run again";

/**
 * Makes sure that a list which lacks something can be believed: a caller that lost a permission may be shown less, or
 * nothing (assumed). A list of tokens must hold the token in use, one of users somebody, since a tenant has an owner
 * (seed); where it is another list, a list of tokens that is asked for now must be believable.
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
  if (listed.length === 0 || tenant.sawOwnToken()) {
    throw doubt("getApiTokens", "AppTego answered with a list of API tokens that lacks the one in use");
  }
  // Perhaps a server never lists the caller's own token: then there is no more to go by than that its list isn't empty.
  const missing = "AppTego's list of API tokens lacks the one in use, so what else it lacks may not be gone";
  tellOnce(tenant, list, `${missing}: check in the portal what the calling API token may do.`);
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

function doubt(operation: OperationName, problem: string): UnexpectedReplyError {
  return new UnexpectedReplyError({ operation, outcome: "rejected", problem, advice: KEPT });
}
