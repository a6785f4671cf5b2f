import { isUnsettled, sweep } from "./late";
import { permissionsAsWished, Refused } from "./lifecycle";
import { heldId, type Span, whenMade } from "./reclaim";
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
 *
 * @throws Refused when nothing tells who sent it
 */
export async function removeStrayInvitation(
  tenant: Tenant,
  id: string,
  known: InvitationInDoubt,
): Promise<void> {
  const inDoubt = { type: "User", id, span: spanOf(known), what: "invitation", list: tenant.users };
  const isRetried = tenant.retried.has(heldId("User", id));
  await sweep(tenant, inDoubt, async (isSure) => removeOnce(tenant, known, { isSure, isRetried }));
}

async function removeOnce(
  tenant: Tenant,
  known: InvitationInDoubt,
  { isSure, isRetried }: { readonly isSure: boolean; readonly isRetried: boolean },
): Promise<void> {
  const span = spanOf(known);
  const isIt = (entry: ListedUser) => isNew(entry) && sameEmail(entry.email, known.email);
  const stray = (await tenant.users.fresh()).find(isIt);
  if (stray === undefined || isHeldByAnother(tenant, stray.user_id)) return;
  const made = whenMade(tenant, stray.creation_time, span);
  if (made === "apart") return;
  if (made === "near" && isRetried) return; // this run takes it over as that of somebody who was invited before
  if (made === "near" || (made === "untold" && !isSure && !isUnsettled(tenant, span.until)))
    throw new Refused(
      `Removing what an invitation of ${known.email} left: the tenant has invited the address (${stray.user_id}), but nothing tells whether this stack did it or a person. ` +
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
 * Whether a member is what a call made whose reply was lost: still invited, without permissions that this version knows,
 * and not made by somebody between the latest list before the call, which lacked it, and the call. Where AppTego says
 * that it was made still earlier, its clocks are apart.
 *
 * @param listed when that list was asked for, by AppTego's clock; undefined where that isn't known
 */
export function isOfPost(
  tenant: Tenant,
  entry: ListedUser,
  { listed, ...span }: Span & { readonly listed: Date | undefined },
): boolean {
  if (!isNew(entry)) return false;
  const made = whenMade(tenant, entry.creation_time, span);
  if (made !== "near" || listed === undefined) return made !== "apart";
  return (entry.creation_time ?? 0) * 1_000 < listed.getTime();
}

/** As an invitation leaves it: nobody has accepted or granted anything yet. */
function isNew({ status, permissions }: ListedUser): boolean {
  return status === "invited" && permissionsAsWished(permissions, []);
}
