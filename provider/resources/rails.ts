import { ADMINISTRATION, describePermission } from "../api/permissions";
import { Refused } from "./lifecycle";
import type { ListedUser, Tenant } from "./tenant";

const TURN = "administration";

/** Whether a permission list makes its holder an administrator. */
export function administers(permissions: readonly string[]): boolean {
  return permissions.includes(ADMINISTRATION);
}

/**
 * Takes administration from a person only while another active user holds it: by a list asked for under a lock, so that
 * two such changes can't both count on each other. An invited user hasn't accepted yet and doesn't count.
 *
 * Source: docs (the last administrator can't be removed); for taking the permission away: assumed.
 * @throws Refused when nobody would be left
 */
export async function withAnotherAdministrator<Result>(
  tenant: Tenant,
  userId: string,
  attempt: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return tenant.oneAtATime(TURN, async () => {
    const users = await tenant.users.fresh();
    const current = users.find((user) => user.user_id === userId);
    const others = users.filter((user) => user.user_id !== userId && isActiveAdministrator(user));
    if (current !== undefined && administers(current.permissions) && others.length === 0)
      throw new Refused(
        `${attempt}: nobody else who is active holds ${describePermission(ADMINISTRATION)}, and without such a user the tenant can't be administered any more. ` +
          'Give it to another user first (an invited user counts once the invitation is accepted), or set onDestroy: "retain".',
      );
    return work();
  });
}

/** @throws Refused when the token is the one that this provider is using */
export function refuseOwnToken(tenant: Tenant, tokenKey: string, attempt: string): void {
  if (tokenKey !== tenant.ownTokenKey) return;
  throw new Refused(
    `${attempt}: it is the token that this provider is using, and the run would lock itself out. ` +
      "Give apptego:tokenKey and apptego:tokenSecret another token that isn't managed by this stack, or remove the resource from the state (pulumi state delete).",
  );
}

function isActiveAdministrator(user: ListedUser): boolean {
  return user.status === "active" && administers(user.permissions);
}
