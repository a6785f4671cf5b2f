import { AppTegoError } from "../api/errors";
import { ADMINISTRATION, describePermission } from "../api/permissions";
import { SECOND_LOOK_MS } from "./gone";
import { administers, outlookOf } from "./outlook";
import type { ListedUser, Tenant } from "./tenant";

const WHAT = describePermission(ADMINISTRATION);

/** A change was made and undone, as it left the tenant without administrators; or it couldn't be undone. */
export class LeftWithoutAdministrators extends Error {
  override readonly name = "LeftWithoutAdministrators" as const;
}

/** Whose administration is taken. */
export interface Weakening {
  readonly userId: string;
  /** The user as AppTego listed it just before; undefined where it wasn't a member. */
  readonly before: ListedUser | undefined;
  /** What is being done, as the beginning of a message. */
  readonly attempt: string;
}

/**
 * Takes administration from a person and looks afterwards whether somebody is left: a change in the portal may have met
 * ours, whatever the list said before.
 *
 * @throws LeftWithoutAdministrators when nobody was
 */
export async function someoneLeft<Result>(
  tenant: Tenant,
  { userId, before, attempt }: Weakening,
  work: () => Promise<Result>,
): Promise<Result> {
  const { administration, users } = tenant;
  const isLastWord = before !== undefined && administers(before.permissions);
  administration.weakened.add(userId);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    if (error instanceof AppTegoError && error.outcome !== "ambiguous")
      administration.weakened.delete(userId);
    throw error;
  }
  if (!isLastWord || !administration.weakened.has(userId)) return result;
  const isLeft = (listed: readonly ListedUser[]) => outlookOf(tenant, listed, userId).others.length > 0;
  let after: readonly ListedUser[];
  try {
    after = await users.current();
    if (isLeft(after)) return result;
    await tenant.wait(SECOND_LOOK_MS); // one list may come short
    after = await users.fresh();
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    tenant.warn(`${attempt}: done, but whether an administrator is left couldn't be seen: ${error.message}`);
    return result;
  }
  if (isLeft(after)) return result;
  throw await undone(tenant, before, after, attempt);
}

/** Another person's change met ours: what we took is given back at once. */
async function undone(
  tenant: Tenant,
  before: ListedUser,
  after: readonly ListedUser[],
  attempt: string,
): Promise<LeftWithoutAdministrators> {
  const { user_id, email, permissions } = before;
  const what = `${attempt}: done, but then no active user held ${WHAT} any more, since somebody else changed the others at the same moment.`;
  const help = `Let the tenant's owner or AppTego's support give ${WHAT} to a user now.`;
  if (!after.some((user) => user.user_id === user_id))
    return new LeftWithoutAdministrators(`${what} ${email} is no member any more. ${help}`);
  try {
    await tenant.api.updateUserPermissions({ user_id, permissions: [...permissions] });
    tenant.users.changed();
    tenant.administration.weakened.delete(user_id);
    return new LeftWithoutAdministrators(
      `${what} It was given back to ${email}: look at the users in the portal, then run pulumi refresh.`,
    );
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    return new LeftWithoutAdministrators(
      `${what} Giving it back to ${email} failed: ${error.message} ${help}`,
    );
  }
}
