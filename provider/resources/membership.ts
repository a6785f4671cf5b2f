import { AppTegoError, ConflictError } from "../api/errors";
import { isOfPost, sameEmail } from "./invitations";
import { findLate } from "./late";
import { Refused } from "./lifecycle";
import { proveListed } from "./read-back";
import { spanToKeep } from "./strays";
import type { ListedUser, Tenant } from "./tenant";
import { unresolved } from "./unresolved";

const POSTS = 3;

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
  const inDoubt = (error: unknown) => {
    const marker = { ...inputs, ...NOBODY, ...spanToKeep({ since, until: tenant.serverNow() }) };
    return unresolved("user", email.toLowerCase(), { ...marker, adopted: false }, error);
  };
  const members = (await tenant.users.baseline()).filter(isIt);
  const [member] = members;
  if (members.length > 1) throw listedTwice(email, members);
  if (member) return { entry: member, adopted: true };
  const since = tenant.serverNow();
  for (let posts = 1; ; posts += 1) {
    try {
      const { user_id } = await tenant.api.addUser({ email });
      const entry = {
        user_id,
        email,
        permissions: [],
        status: "invited" as const,
        owner: false,
        creation_time: null,
      };
      const isSent = ({ user_id: listed }: ListedUser) => listed === user_id;
      if (posts > 1) await proveListed(tenant, tenant.users, "addUser", isSent);
      tenant.users.created(entry);
      return { entry, adopted: false };
    } catch (error) {
      if (!(error instanceof AppTegoError)) throw error;
      const conflict = error instanceof ConflictError;
      if (error.outcome !== "ambiguous" && !conflict) throw posts === 1 ? error : inDoubt(error);
      const isKnown = conflict && posts === 1; // no call was lost: it is a member who joined since the list
      const isLast = conflict || posts >= POSTS;
      const look = async () => (await tenant.users.fresh()).find(isIt);
      const looked = isKnown ? look() : findLate(tenant, `invitation of ${email}`, isLast, look);
      const found = await looked.catch((unknown: unknown) =>
        Promise.reject(isKnown ? error : inDoubt(unknown)),
      );
      if (found) {
        const adopted = isKnown || !isOfPost(found, { since, until: tenant.serverNow() });
        if (!adopted) tenant.users.created(found);
        return { entry: found, adopted };
      }
      if (isKnown) throw error;
      if (isLast) throw inDoubt(error);
    }
  }
}

function listedTwice(email: string, members: readonly ListedUser[]): Refused {
  const ids = members.map(({ user_id }) => user_id).join(", ");
  return new Refused(
    `Creating the user ${email}: the tenant lists the address more than once (${ids}). ` +
      "Remove all but one of them in the portal, and run pulumi up again.",
  );
}
