import { z } from "zod";
import { findMember } from "./gone";
import { Email, PermissionSet } from "./inputs";
import { removeStrayInvitation, sameEmail } from "./invitations";
import { defineResource, PartlyCreated, permissionsAsWished, Refused } from "./lifecycle";
import { join, NOBODY } from "./membership";
import { administers } from "./outlook";
import { foreseeAdministrators, requiredProblem } from "./rails";
import { isUnknown } from "./unknown";
import { isUnresolved } from "./unresolved";
import { removeMember, setPermissions, TAKING } from "./user-changes";

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
      const written = await setPermissions(tenant, person, entry.permissions, inputs.permissions).catch(
        (error: unknown) => {
          if (adopted) throw error; // who was a member before is taken over the next time
          return {
            permissions: entry.permissions,
            problem: error instanceof Error ? error.message : String(error),
          };
        },
      );
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
    const entry = await findMember(tenant, id);
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
      await tenant.users.fresh(); // somebody may have granted something since the last one
      const member = await findMember(tenant, id);
      if (member === undefined) return;
      const person = { id, email: known.email };
      const { problem } = await setPermissions(tenant, person, member.permissions, []);
      if (problem !== undefined) throw new Refused(problem);
      return;
    }
    await removeMember(tenant, { id, email: known.email }, known.permissions);
  },
});
