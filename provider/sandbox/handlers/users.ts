import { ADMINISTRATION } from "../../api/permissions";
import { conflict, invalid, notFound } from "../refusal";
import type { Data, StoredUser } from "../store";
import { administrators, type Context, creationTimeOf, type Handlers } from "./context";
import { permissionsOf, requireRoom, textOf } from "./validate";

const EMAIL = /^[^@\s,]+@[^@\s,]+$/;

/** Users and invitations. */
export const userHandlers = {
  getUsers: (_request, context) => ({
    users: context.data.users.map((user) => ({
      user_id: user.userId,
      email: user.email,
      permissions: user.permissions,
      status: user.status,
      owner: user.owner,
      ...creationTimeOf(user, context),
    })),
  }),

  addUser: (request, { data, limits, rules, now, newId }) => {
    const email = textOf(request.email, "Email");
    if (!EMAIL.test(email)) throw invalid("Email is invalid");
    if (data.users.some((user) => user.email.toLowerCase() === email.toLowerCase()))
      throw conflict("User already exists");
    const seated = data.users.filter(({ status }) => status === "active" || rules.invitedTakeASeat);
    requireRoom(seated.length, limits.users, "users");
    const userId = newId();
    data.users.push({ userId, email, permissions: [], status: "invited", owner: false, creationTime: now }); // docs
    data.invitations.push({ email, time: now, state: "pending" }); // docs: a new user is invited by e-mail
    return { success: true, user_id: userId };
  },

  updateUserPermissions: ({ user_id, permissions }, context) => {
    const user = find(context.data, user_id);
    const wished = permissionsOf(permissions, context.data);
    const weakens = user.permissions.includes(ADMINISTRATION) && !wished.includes(ADMINISTRATION);
    if (weakens && context.rules.guardsAdministration) guard(user, context, "weaken"); // assumed, as for the removal
    user.permissions = wished;
    return { success: true };
  },

  removeUser: ({ user_id }, context) => {
    const { data } = context;
    const user = find(data, user_id);
    guard(user, context, "remove"); // docs, for the last administrator and oneself
    data.users = data.users.filter((other) => other !== user);
    cancelInvitation(data, user.email);
    return { success: true };
  },
} satisfies Partial<Handlers>;

/** What becomes of the invitation of someone who is removed before accepting it. Source: assumed. */
export function cancelInvitation(data: Data, email: string): void {
  for (const invitation of data.invitations)
    if (invitation.email === email && invitation.state === "pending") invitation.state = "cancelled";
}

function find(data: Data, userId: string): StoredUser {
  const user = data.users.find((candidate) => candidate.userId === userId);
  if (!user) throw notFound("User");
  return user;
}

/** What a refusal says, for a removal and for the loss of the permission. Source: assumed. */
const REFUSALS = {
  remove: {
    owner: "The owner cannot be removed",
    oneself: "You cannot remove yourself",
    last: "The last user with the 'Users & API Management' permission cannot be removed",
  },
  weaken: {
    owner: "The owner cannot lose the 'Users & API Management' permission",
    oneself: "You cannot take the 'Users & API Management' permission from yourself",
    last: "The last user with the 'Users & API Management' permission cannot lose it",
  },
} as const;

/** Nobody may lock a tenant out of its own administration. */
function guard(user: StoredUser, context: Context, change: keyof typeof REFUSALS): void {
  const refusals = REFUSALS[change];
  if (user.owner) throw invalid(refusals.owner);
  if (user.userId === context.caller.createdBy) throw invalid(refusals.oneself);
  const holders = administrators(context);
  if (holders.length === 1 && holders[0] === user.userId) throw invalid(refusals.last);
}
