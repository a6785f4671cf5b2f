import { UnexpectedReplyError } from "../api/errors";
import type { OperationName } from "../api/contract";
import { administers } from "./outlook";
import type { SharedList } from "./shared-list";
import type { ListedToken, Tenant } from "./tenant";

const KEPT =
  "nothing is taken for gone, and the state is kept: check in the portal what the calling API token may do, then run again";
const NEVER_SHOWN =
  ". Should AppTego never list the token that asks, say so in the file that apptego:contract names: operations: { getApiTokens: { showsCaller: false } }";

/**
 * Makes sure that a list which lacks something can be believed: a caller that lost a permission may be shown less, or
 * nothing but itself, or nothing (assumed). A list of tokens must hold the token in use, unless the contract says that
 * none does, and another one where that isn't an administrator; one of users somebody, since a tenant has an owner (seed);
 * where it is another list, a list of tokens that is asked for now must be believable.
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
  if (!isSame(list, tenant.tokens)) return;
  const own = listed.find((entry): entry is Entry & Caller => isOwn(tenant, entry));
  if (own !== undefined && (listed.length > 1 || administers(own.permissions))) return;
  if (own !== undefined)
    throw doubt(
      "getApiTokens",
      "AppTego answered with a list that holds no API token but the one in use, which lacks Users & API Management and may be shown no other",
      ". A token that has it is shown all",
    );
  if (listed.length > 0 && !tenant.showsCaller) return; // then there is no more to go by than that it isn't empty
  if (!tenant.showsCaller)
    throw doubt(
      "getApiTokens",
      "AppTego answered with an empty list of API tokens, as it does to a token that may be shown none",
      ". Where there is none but the one in use, which it never lists, make another one in the portal",
    );
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

/** The token in use, as a list of tokens shows it. */
type Caller = Pick<ListedToken, "token_key" | "permissions">;

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
