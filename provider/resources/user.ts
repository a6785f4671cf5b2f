import { z } from "zod";
import { AppTegoError, ConflictError } from "../api/errors";
import { findOrProveGone } from "./gone";
import { Email, PermissionSet } from "./inputs";
import { isOfPost, removeStrayInvitation, sameEmail } from "./invitations";
import { defineResource, PartlyCreated, permissionsAsWished, Refused } from "./lifecycle";
import { findLate } from "./late";
import { proveListed } from "./read-back";
import { administers } from "./outlook";
import { foreseeAdministrators, requiredProblem } from "./rails";
import type { ListedUser, Tenant } from "./tenant";
import { isUnknown } from "./unknown";
import { heldId } from "./reclaim";
import { spanToKeep } from "./strays";
import { isUnresolved, unresolved } from "./unresolved";
import { removeMember, setPermissions, TAKING } from "./user-changes";

const POSTS = 3;
const NOBODY = { userId: "", status: "unknown", owner: false };

interface UserInputs {
  readonly email: string;
  readonly permissions: string[];
}

/** A person's membership of the tenant. */
export const user = defineResource({
  type: "User",
  description:
    "A person's membership of the tenant and what the person may do. A person who isn't a member yet is invited by e-mail; one who is, is taken over (`adopted`).",

  inputs: z.object({
    email: Email.describe(
      "The person's e-mail address; letter case doesn't matter. A change replaces the user.",
    ),
    permissions: PermissionSet.describe("What the person may do: a set; none by default."),
    onDestroy: z
      .enum(["remove", "clearPermissions", "retain"], {
        error: "must be 'remove', 'clearPermissions' or 'retain'",
      })
      .optional()
      .describe(
        "What happens to the person when the resource is destroyed: `remove` ends the membership (the default), `clearPermissions` keeps a member without permissions, `retain` changes nothing (the default for a person who was a member before).",
      ),
  }),
  outputs: z.object({
    userId: z.string().describe("AppTego's id of the user; the resource's id."),
    status: z.string().describe("`invited` until the person has accepted, then `active`."),
    owner: z.boolean().describe("Whether the person owns the tenant; an owner can't be removed."),
    adopted: z.boolean().describe("Whether the person was a member before this resource was created."),
  }),
  replaceOn: ["email"], // AppTego has no operation that changes it
  secrets: [],
  label: ({ email }) => email,
  sameValue: { email: (one, other) => sameEmail(String(one), String(other)) },

  announce(tenant, { email, permissions }) {
    if (typeof email !== "string" || isUnknown(email)) return [];
    const known = Array.isArray(permissions) ? permissions.filter((item) => typeof item === "string") : [];
    const administrates = administers(known) || (isUnknown(permissions) ? undefined : false);
    tenant.administration.declare(email, administrates);
    const problem = requiredProblem(tenant, email, administrates);
    return problem === undefined ? [] : [problem];
  },

  async foresee(tenant, id, known, { email, permissions }) {
    const held = known.permissions ?? [];
    if (isUnknown(email) || isUnknown(permissions) || known.email === undefined) return;
    const stays = sameEmail(known.email, email);
    if (stays && permissionsAsWished(held, permissions)) tenant.administration.settle(email);
    if (!administers(held)) return;
    const { adopted = true, onDestroy = adopted ? "retain" : "remove" } = known;
    if (!stays && onDestroy !== "retain")
      await foreseeAdministrators(tenant, id, `Replacing the user ${known.email}`);
    if (stays && !administers(permissions))
      await foreseeAdministrators(tenant, id, `${TAKING} ${known.email}`);
  },

  async create(tenant, inputs) {
    const made = tenant.oneAtATime(`User ${inputs.email.toLowerCase()}`, async () => {
      const { entry, adopted } = await join(tenant, inputs);
      const state = { ...inputs, userId: entry.user_id, status: entry.status, owner: entry.owner, adopted };
      const person = { id: entry.user_id, email: inputs.email };
      const written = await setPermissions(tenant, person, entry.permissions, inputs.permissions);
      const created = { id: entry.user_id, state: { ...state, permissions: written.permissions } };
      if (written.problem !== undefined) throw new PartlyCreated(created, [written.problem]);
      return created;
    });
    return made.finally(() => {
      tenant.administration.settle(inputs.email);
    });
  },

  async read(tenant, id, known) {
    if (isUnresolved(id)) return { email: id, permissions: [], adopted: false, ...NOBODY, ...known };
    const entry = await findOrProveGone(
      tenant,
      tenant.users,
      ({ user_id }) => user_id === id,
      tenant.createdAt.get(heldId("User", id)),
    );
    if (entry === undefined) return undefined;
    const email =
      known.email !== undefined && sameEmail(known.email, entry.email) ? known.email : entry.email;
    const { status, owner, permissions } = entry;
    return { ...known, email, permissions, userId: id, status, owner, adopted: known.adopted ?? true };
  },

  async update(tenant, id, known, inputs) {
    const person = { id, email: known.email };
    const written = await setPermissions(tenant, person, known.permissions, inputs.permissions).finally(
      () => {
        tenant.administration.settle(inputs.email);
      },
    );
    const { onDestroy: _replaced, ...kept } = known;
    const state = { ...kept, ...inputs, permissions: written.permissions };
    if (written.problem !== undefined) throw new PartlyCreated({ id, state }, [written.problem]);
    return state;
  },

  async delete(tenant, id, known) {
    if (isUnresolved(id)) {
      await removeStrayInvitation(tenant, id, known);
      return;
    }
    const onDestroy = known.onDestroy ?? (known.adopted ? "retain" : "remove");
    if (onDestroy === "retain") return;
    if (onDestroy === "clearPermissions") {
      const member = (await tenant.users.fresh()).find(({ user_id }) => user_id === id);
      if (member === undefined) return;
      const person = { id, email: known.email };
      const { problem } = await setPermissions(tenant, person, member.permissions, []);
      if (problem !== undefined) throw new Refused(problem);
      return;
    }
    await removeMember(tenant, { id, email: known.email }, known.permissions);
  },
});

/**
 * The person's entry in the tenant: the one that is there, or a new one by an invitation that is sent once.
 *
 * @throws PartlyCreated with an unresolved id when it can't be told whether AppTego sent the invitation
 */
async function join(tenant: Tenant, inputs: UserInputs): Promise<{ entry: ListedUser; adopted: boolean }> {
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
      if (found)
        return { entry: found, adopted: isKnown || !isOfPost(found, { since, until: tenant.serverNow() }) };
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
