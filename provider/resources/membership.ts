import { createOnce } from "./create-once";
import { isOfPost, sameEmail } from "./invitations";
import { Refused } from "./lifecycle";
import { spanToKeep } from "./strays";
import type { ListedUser, Tenant } from "./tenant";
import { unresolved } from "./unresolved";

/** What is known of somebody of whom AppTego doesn't say whether the invitation was sent. */
export const NOBODY = { userId: "", status: "unknown", owner: false };

interface UserInputs {
  readonly email: string;
  readonly permissions: string[];
}

/**
 * The person's entry in the tenant: the one that is there, or a new one by an invitation that is sent once.
 *
 * @throws PartlyCreated with an unresolved id when it can't be told whether AppTego sent the invitation
 */
export async function join(
  tenant: Tenant,
  inputs: UserInputs,
): Promise<{ entry: ListedUser; adopted: boolean }> {
  const { email } = inputs;
  const isIt = (entry: ListedUser) => sameEmail(entry.email, email);
  const members = (await tenant.users.baseline()).filter(isIt);
  const [member] = members;
  if (members.length > 1) throw listedTwice(email, members);
  if (member) return { entry: member, adopted: true };
  const since = tenant.serverNow();
  const listed = since && dateBefore(since, tenant.users.age());
  const span = () => ({ since, until: tenant.serverNow() });
  const { entry, came } = await createOnce(tenant, {
    what: `invitation of ${email}`,
    operation: "addUser",
    list: tenant.users,
    isIt,
    post: async () => invited(email, (await tenant.api.addUser({ email })).user_id),
    inDoubt(error) {
      const marker = { ...inputs, ...NOBODY, ...spanToKeep(span()), adopted: false };
      return unresolved("user", email.toLowerCase(), marker, error);
    },
  });
  const adopted = came === "taken" || (came === "found" && !isOfPost(tenant, entry, { ...span(), listed }));
  if (!adopted) tenant.users.created(entry);
  return { entry, adopted };
}

/** What a list will show of an invitation. */
function invited(email: string, user_id: string): ListedUser {
  return { user_id, email, permissions: [], status: "invited", owner: false, creation_time: null };
}

function dateBefore(date: Date, milliseconds: number): Date | undefined {
  return Number.isFinite(milliseconds) ? new Date(date.getTime() - milliseconds) : undefined;
}

function listedTwice(email: string, members: readonly ListedUser[]): Refused {
  const ids = members.map(({ user_id }) => user_id).join(", ");
  return new Refused(
    `Creating the user ${email}: the tenant lists the address more than once (${ids}). ` +
      "Remove all but one of them in the portal, and run pulumi up again.",
  );
}
