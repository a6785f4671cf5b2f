import { ADMINISTRATION } from "../api/permissions";
import type { ListedUser, Tenant } from "./tenant";

/** Who is left to administer when one user doesn't any more. */
export interface Outlook {
  /** The user in question, as AppTego lists it. */
  readonly current: ListedUser | undefined;
  /** How many active administrators must stay beside the user. */
  readonly needed: number;
  /** The other active administrators. */
  readonly others: readonly ListedUser[];
  /** Active users to whom this run's program is about to give the permission. */
  readonly coming: readonly ListedUser[];
  /** Active users of whom the program hasn't said anything yet: it may still give it to them. */
  readonly possible: readonly ListedUser[];
}

/** Whether a permission list makes its holder an administrator. */
export function administers(permissions: readonly string[]): boolean {
  return permissions.includes(ADMINISTRATION);
}

/** How many active administrators must stay in this run. */
export function minimumOf({ rails }: Pick<Tenant, "rails">): number {
  return rails.override === undefined ? rails.minAdministrators : 1;
}

/** Who is left without a user. An invited user hasn't accepted yet and doesn't count. */
export function outlookOf(tenant: Tenant, users: readonly ListedUser[], userId: string): Outlook {
  const { administration } = tenant;
  const current = users.find((user) => user.user_id === userId);
  const active = users.filter((user) => user.user_id !== userId && user.status === "active");
  const others = active.filter(
    (user) => administers(user.permissions) && !administration.weakened.has(user.user_id),
  );
  const without = active.filter((user) => !others.includes(user));
  return {
    current,
    needed: neededWithout(tenant, current),
    others,
    coming: without.filter(({ email }) => administration.isComing(email)),
    possible: without.filter(({ email }) => administration.declared(email) === undefined),
  };
}

function neededWithout(tenant: Tenant, current: ListedUser | undefined): number {
  if (current === undefined || !administers(current.permissions)) return 0;
  return current.status === "active" ? minimumOf(tenant) : 1;
}
