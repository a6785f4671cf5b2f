import { unknownPermissions } from "../api/permissions";
import { isUnsettled, sweep } from "./late";
import { Refused } from "./lifecycle";
import { heldId, isLongBefore, isWithin, type Span } from "./reclaim";
import { spanOf } from "./strays";
import type { ListedUser, Tenant } from "./tenant";
import { removeUser } from "./user-changes";

/** Whether two addresses are one person's: letter case doesn't tell two people apart. */
export function sameEmail(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What a state remembers of an invitation whose outcome nobody knows. */
interface InvitationInDoubt {
  readonly email: string;
  readonly since?: unknown;
  readonly until?: unknown;
}

/**
 * Takes an invitation back whose reply was lost, and tells it. One that a person sent stays: it holds permissions,
 * or came at another time, where AppTego tells it. So does one that was accepted.
 */
export async function removeStrayInvitation(
  tenant: Tenant,
  id: string,
  known: InvitationInDoubt,
): Promise<void> {
  const inDoubt = { type: "User", id, span: spanOf(known), what: "invitation" };
  await sweep(tenant, inDoubt, async (isSure) => removeOnce(tenant, known, isSure));
}

async function removeOnce(tenant: Tenant, known: InvitationInDoubt, isSure: boolean): Promise<void> {
  const span = spanOf(known);
  const isIt = (entry: ListedUser) =>
    isNew(entry) &&
    sameEmail(entry.email, known.email) &&
    isWithin(tenant, entry.creation_time, span) !== false;
  const stray = (await tenant.users.fresh()).find(isIt);
  if (stray === undefined || isHeldByAnother(tenant, stray.user_id)) return;
  if (!isSure && isWithin(tenant, stray.creation_time, span) !== true && !isUnsettled(tenant, span.until))
    throw new Refused(
      `Removing what an invitation of ${known.email} left: the tenant has invited the address (${stray.user_id}), but nothing tells whether this stack did it or a person since. ` +
        "Remove the user in the portal if nobody wants it, and run again; if somebody does, take the resource out of the state by pulumi state delete.",
    );
  await removeUser(tenant, stray.user_id);
  tenant.tell(`The user ${stray.user_id}, invited by a call whose reply was lost, was removed.`);
}

/** A resource that was renamed in the program has taken the person over from the one in doubt. */
function isHeldByAnother({ alive, held }: Tenant, userId: string): boolean {
  return alive.has(heldId("User", userId)) || held.has(heldId("User", userId));
}

/**
 * Whether a member can be what a call made whose reply was lost: still invited, without permissions that this version
 * knows, and not long before, where AppTego tells it.
 */
export function isOfPost(entry: ListedUser, span: Span): boolean {
  return isNew(entry) && !isLongBefore(entry.creation_time, span);
}

/** As an invitation leaves it: nobody has accepted or granted anything yet. */
function isNew({ status, permissions }: ListedUser): boolean {
  return status === "invited" && unknownPermissions(permissions).length === permissions.length;
}
