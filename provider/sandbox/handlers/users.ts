import { ADMINISTRATION } from "../../api/permissions";
import { conflict, invalid, notFound } from "../refusal";
import type { Data, StoredUser } from "../store";
import { administrators, type Handlers } from "./context";
import { permissionsOf, textOf } from "./validate";

/** Users and invitations. */
export const userHandlers = {
  getUsers: (_request, { data }) => ({
    users: data.users.map(({ userId, email, permissions, status, owner, creationTime }) => ({
      user_id: userId,
      email,
      permissions,
      status,
      owner,
      creation_time: creationTime,
    })),
  }),

  addUser: (request, { data, limits, now, newId }) => {
    const email = textOf(request.email, "Email");
    if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw invalid("Email is invalid");
    if (data.users.some((user) => user.email.toLowerCase() === email.toLowerCase()))
      throw conflict("User already exists");
    if (data.users.length >= limits.users) throw invalid(`Maximum of ${String(limits.users)} users reached`);
    const userId = newId();
    data.users.push({ userId, email, permissions: [], status: "invited", owner: false, creationTime: now });
    data.invitations.push({ email, time: now, state: "pending" }); // docs: a new user is invited by e-mail
    return { success: true, user_id: userId };
  },

  updateUserPermissions: ({ user_id, permissions }, { data }) => {
    const user = find(data, user_id);
    const wished = permissionsOf(permissions);
    if (!wished.includes(ADMINISTRATION)) refuseLastAdministrator(data, user); // assumed, as for the removal
    user.permissions = wished;
    return { success: true };
  },

  removeUser: ({ user_id }, { data }) => {
    const user = find(data, user_id);
    if (user.owner) throw invalid("The owner cannot be removed");
    refuseLastAdministrator(data, user); // docs
    data.users = data.users.filter((other) => other !== user);
    for (const invitation of data.invitations)
      if (invitation.email === user.email && invitation.state === "pending") invitation.state = "cancelled";
    return { success: true };
  },
} satisfies Partial<Handlers>;

function find(data: Data, userId: string): StoredUser {
  const user = data.users.find((candidate) => candidate.userId === userId);
  if (!user) throw notFound("User");
  return user;
}

function refuseLastAdministrator(data: Data, user: StoredUser): void {
  const holders = administrators(data);
  if (holders.length === 1 && holders[0] === user.userId)
    throw invalid("The last user with the 'Users & API Management' permission cannot lose it");
}
