import { canonicalPermissions } from "../api/permissions";
import { findMember } from "./gone";
import { permissionsAsWished } from "./lifecycle";
import { administers } from "./outlook";
import { type PermissionHolder, type Written, writePermissions } from "./permissions-write";
import { refuseRequired, withAdministratorsLeft } from "./rails";
import { heldId } from "./reclaim";
import { removeAndProve } from "./removal";
import type { ListedUser, Tenant } from "./tenant";

const FRESH_MS = 2_000; // one list serves a burst of changes; somebody's click in the portal takes longer

/** A member, as messages and AppTego name it. */
export interface Person {
  readonly id: string;
  readonly email: string;
}

/** How a message begins that is about the loss of administration; the e-mail address follows. */
export const TAKING = "Taking Users & API Management from the user";

/**
 * Writes what a person may do, within the rails.
 *
 * @param live what the person held before, as far as the resource knows
 * @throws Refused when it would leave too few administrators, or weaken one who must stay
 */
export async function setPermissions(
  tenant: Tenant,
  { id, email }: Person,
  live: string[],
  wished: string[],
): Promise<Written> {
  if (permissionsAsWished(live, wished)) return { permissions: canonicalPermissions(live) };
  const holder = holderOf(tenant, id);
  if (administers(wished)) {
    const written = await writePermissions(holder, live, wished, !administers(live));
    if (administers(written.permissions)) tenant.administration.weakened.delete(id);
    return written;
  }
  const attempt = `${TAKING} ${email}`;
  refuseRequired(tenant, email, attempt);
  if (!(await mayAdminister(tenant, id, live))) return writePermissions(holder, live, wished);
  return withAdministratorsLeft(tenant, id, attempt, async () => {
    const written = await writePermissions(holder, live, wished, true);
    if (administers(written.permissions) && written.inDoubt !== true)
      tenant.administration.weakened.delete(id);
    return written;
  });
}

/**
 * Ends a membership, within the rails.
 *
 * @param known what the person may do, as far as the resource knows
 * @throws Refused when it would leave too few administrators, or remove one who must stay
 */
export async function removeMember(
  tenant: Tenant,
  { id, email }: Person,
  known: readonly string[],
): Promise<void> {
  const attempt = `Removing the user ${email}`;
  refuseRequired(tenant, email, attempt);
  if (!(await mayAdminister(tenant, id, known))) await removeUser(tenant, id);
  else await withAdministratorsLeft(tenant, id, attempt, async () => removeUser(tenant, id));
}

/** Ends a membership, whoever it is. */
export async function removeUser(tenant: Tenant, id: string): Promise<void> {
  const { users, api } = tenant;
  await removeAndProve(
    tenant,
    users,
    id,
    async (user_id) => api.removeUser({ user_id }),
    tenant.createdAt.get(heldId("User", id)),
  );
}

function holderOf(tenant: Tenant, user_id: string): PermissionHolder<ListedUser> {
  return {
    list: tenant.users,
    isIt: (entry) => entry.user_id === user_id,
    write: async (permissions) => tenant.api.updateUserPermissions({ user_id, permissions }),
  };
}

/**
 * Whether a person may be an administrator, by the state or by what was granted in the portal since: by a list that is
 * moments old, unless the state says so anyway, or this process has just invited the person. One that lacks the person
 * proves nothing.
 */
async function mayAdminister(tenant: Tenant, id: string, known: readonly string[]): Promise<boolean> {
  if (administers(known)) return true;
  const { users } = tenant;
  const listed = await (users.isOurs(id) ? users.baseline() : users.within(FRESH_MS));
  const person = listed.find(({ user_id }) => user_id === id) ?? (await findMember(tenant, id));
  return person !== undefined && administers(person.permissions);
}
