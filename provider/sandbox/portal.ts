import { z } from "zod";
import { authorizationHeader } from "../api/connection";
import { PLANS } from "../api/plans";
import { cancelInvitation } from "./handlers/users";
import type { Holding } from "./holding";
import { hashOf, newId, newSecret } from "./secrets";
import type { Data } from "./store";

const Permissions = z.array(z.string());

/** The arguments of each change by hand; over HTTP the JSON body of `POST /__sandbox/portal/<action>`. */
export const PORTAL_ACTIONS = {
  addUser: z.strictObject({
    email: z.string(),
    permissions: Permissions.default([]),
    status: z.enum(["active", "invited"]).default("active"),
  }),
  acceptInvitation: z.strictObject({ email: z.string() }),
  setUserPermissions: z.strictObject({ email: z.string(), permissions: Permissions }),
  removeUser: z.strictObject({ email: z.string() }),
  addToken: z.strictObject({ name: z.string(), permissions: Permissions.default([]) }),
  setTokenPermissions: z.strictObject({ token: z.string(), permissions: Permissions }),
  renameToken: z.strictObject({ token: z.string(), name: z.string() }),
  rotateToken: z.strictObject({ token: z.string() }),
  deleteToken: z.strictObject({ token: z.string() }),
  addMapping: z.strictObject({ group: z.string(), permissions: Permissions.default([]) }),
  setMappingPermissions: z.strictObject({ group: z.string(), permissions: Permissions }),
  renameMapping: z.strictObject({ group: z.string(), name: z.string() }),
  deleteMapping: z.strictObject({ group: z.string() }),
  addKey: z.strictObject({ name: z.string(), enabled: z.boolean().default(true) }),
  setKeyEnabled: z.strictObject({ key: z.string(), enabled: z.boolean() }),
  renameKey: z.strictObject({ key: z.string(), name: z.string() }),
  rotateKey: z.strictObject({ key: z.string() }),
  deleteKey: z.strictObject({ key: z.string() }),
  setPlan: z.strictObject({ plan: z.enum(PLANS) }),
  setMaxUsers: z.strictObject({ maxUsers: z.int().positive().nullable() }),
};
export type PortalAction = keyof typeof PORTAL_ACTIONS;

/** Changes by hand, as a person makes them in the portal; tokens and keys are named by id or by name. */
export type Portal = {
  readonly [Action in Exclude<PortalAction, "addToken">]: (
    args: z.input<(typeof PORTAL_ACTIONS)[Action]>,
  ) => void;
} & {
  /** The whole Authorization header of a token that was added by hand, shown once, as in the portal. */
  readonly addToken: (args: z.input<typeof PORTAL_ACTIONS.addToken>) => { authorization: string };
};

/** A change by hand of something that isn't there. */
export class PortalError extends Error {
  override readonly name = "PortalError" as const;
}

function one<Entry>(entries: readonly Entry[], isIt: (entry: Entry) => boolean, what: string): Entry {
  const found = entries.find(isIt);
  if (found === undefined) throw new PortalError(`The sandbox holds no ${what}.`);
  return found;
}

const sameEmail = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
const userIn = ({ users }: Data, email: string) =>
  one(users, (entry) => sameEmail(entry.email, email), `user ${email}`);
const tokenIn = ({ tokens }: Data, token: string) =>
  one(tokens, ({ tokenKey, name }) => tokenKey === token || name === token, `token ${token}`);
const mappingIn = ({ mappings }: Data, group: string) =>
  one(mappings, ({ groupName }) => groupName === group, `mapping of ${group}`);
const keyIn = ({ keys }: Data, key: string) =>
  one(keys, ({ keyId, name }) => keyId === key || name === key, `key ${key}`);

/** The portal of a sandbox: each change throws a PortalError where what it names isn't there. `now` yields epoch seconds. */
export function createPortal(
  holding: Holding,
  now: () => number,
  onSecret: (secret: string) => void,
): Portal {
  const changing =
    <Args, Result>(change: (data: Data, args: Args) => Result) =>
    (args: Args): Result =>
      holding.change((data) => change(data, args));
  const issue = () => {
    const secret = newSecret();
    onSecret(secret);
    return { secret, hash: hashOf(secret) };
  };
  return {
    addUser: changing((data, { email, permissions = [], status = "active" }) => {
      const entry = { userId: newId(), email, permissions, status, owner: false, creationTime: now() };
      data.users.push(entry);
      if (status === "invited") data.invitations.push({ email, time: now(), state: "pending" });
    }),
    acceptInvitation: changing((data, { email }) => {
      userIn(data, email).status = "active";
      for (const invitation of data.invitations)
        if (sameEmail(invitation.email, email) && invitation.state === "pending")
          invitation.state = "accepted";
    }),
    setUserPermissions: changing((data, { email, permissions }) => {
      userIn(data, email).permissions = permissions;
    }),
    removeUser: changing((data, { email }) => {
      const gone = userIn(data, email);
      data.users = data.users.filter((entry) => entry !== gone);
      cancelInvitation(data, gone.email);
    }),
    addToken: changing((data, { name, permissions = [] }) => {
      const { secret, hash } = issue();
      const createdBy = data.users.find(({ owner }) => owner)?.userId ?? "";
      const entry = { tokenKey: newId(), name, permissions, createdBy, creationTime: now() };
      data.tokens.push({ ...entry, secretHashes: [hash] });
      return { authorization: authorizationHeader(entry.tokenKey, secret) };
    }),
    setTokenPermissions: changing((data, { token, permissions }) => {
      tokenIn(data, token).permissions = permissions;
    }),
    renameToken: changing((data, { token, name }) => {
      tokenIn(data, token).name = name;
    }),
    rotateToken: changing((data, { token }) => {
      tokenIn(data, token).secretHashes = [issue().hash];
    }),
    deleteToken: changing((data, { token }) => {
      const gone = tokenIn(data, token);
      data.tokens = data.tokens.filter((entry) => entry !== gone);
    }),
    addMapping: changing((data, { group, permissions = [] }) => {
      data.mappings.push({ mappingId: newId(), groupName: group, permissions });
    }),
    setMappingPermissions: changing((data, { group, permissions }) => {
      mappingIn(data, group).permissions = permissions;
    }),
    renameMapping: changing((data, { group, name }) => {
      mappingIn(data, group).groupName = name;
    }),
    deleteMapping: changing((data, { group }) => {
      const gone = mappingIn(data, group);
      data.mappings = data.mappings.filter((entry) => entry !== gone);
    }),
    addKey: changing((data, { name, enabled = true }) => {
      data.keys.push({ keyId: newId(), name, enabled, secretHash: issue().hash, creationTime: now() });
    }),
    setKeyEnabled: changing((data, { key, enabled }) => {
      keyIn(data, key).enabled = enabled;
    }),
    renameKey: changing((data, { key, name }) => {
      keyIn(data, key).name = name;
    }),
    rotateKey: changing((data, { key }) => {
      keyIn(data, key).secretHash = issue().hash;
    }),
    deleteKey: changing((data, { key }) => {
      const gone = keyIn(data, key);
      data.keys = data.keys.filter((entry) => entry !== gone);
    }),
    setPlan: changing((data, { plan }) => {
      data.tenant.plan = plan;
    }),
    setMaxUsers: changing((data, { maxUsers }) => {
      const { maxUsers: _before, ...tenant } = data.tenant;
      data.tenant = maxUsers === null ? tenant : { ...tenant, maxUsers };
    }),
  };
}
