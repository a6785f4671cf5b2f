import { z } from "zod";
import { newId } from "./secrets";
import type { Data } from "./store";

const Permissions = z.array(z.string());

/** The arguments of each change by hand; over HTTP the JSON body of `POST /__sandbox/portal/<action>`. */
export const PORTAL_ACTIONS = {
  addUser: z.strictObject({ email: z.string(), permissions: Permissions.default([]) }),
  acceptInvitation: z.strictObject({ email: z.string() }),
  setUserPermissions: z.strictObject({ email: z.string(), permissions: Permissions }),
  removeUser: z.strictObject({ email: z.string() }),
  addToken: z.strictObject({ name: z.string(), permissions: Permissions.default([]) }),
  setTokenPermissions: z.strictObject({ token: z.string(), permissions: Permissions }),
  renameToken: z.strictObject({ token: z.string(), name: z.string() }),
  deleteToken: z.strictObject({ token: z.string() }),
  addMapping: z.strictObject({ group: z.string(), permissions: Permissions }),
  setMappingPermissions: z.strictObject({ group: z.string(), permissions: Permissions }),
  deleteMapping: z.strictObject({ group: z.string() }),
  setKeyEnabled: z.strictObject({ key: z.string(), enabled: z.boolean() }),
  deleteKey: z.strictObject({ key: z.string() }),
  setPlan: z.strictObject({ plan: z.enum(["FREE", "TEAM", "ENTERPRISE"]) }),
};
export type PortalAction = keyof typeof PORTAL_ACTIONS;

/** Changes by hand, as a person makes them in the portal; tokens and keys are named by id or by name. */
export type Portal = {
  readonly [Action in PortalAction]: (args: z.input<(typeof PORTAL_ACTIONS)[Action]>) => void;
};

/** The portal of a sandbox. Each change throws an Error when what it names isn't there. */
export function createPortal(access: () => Data, saved: () => void, now: () => number): Portal {
  const one = <Entry>(entries: readonly Entry[], isIt: (entry: Entry) => boolean, what: string): Entry => {
    const found = entries.find(isIt);
    if (found === undefined) throw new Error(`The sandbox holds no ${what}.`);
    return found;
  };
  const user = (email: string) =>
    one(access().users, (entry) => entry.email.toLowerCase() === email.toLowerCase(), `user ${email}`);
  const token = (name: string) =>
    one(access().tokens, (entry) => entry.tokenKey === name || entry.name === name, `token ${name}`);
  const key = (name: string) =>
    one(access().keys, (entry) => entry.keyId === name || entry.name === name, `key ${name}`);
  const mapping = (group: string) =>
    one(access().mappings, ({ groupName }) => groupName === group, `mapping of ${group}`);
  const changing =
    <Args>(change: (args: Args, data: Data) => void) =>
    (args: Args) => {
      change(args, access());
      saved();
    };
  return {
    addUser: changing(({ email, permissions = [] }, data) => {
      const fresh = { userId: newId(), email, permissions: [...permissions], status: "active" as const };
      data.users.push({ ...fresh, owner: false, creationTime: now() });
    }),
    acceptInvitation: changing(({ email }, data) => {
      user(email).status = "active";
      for (const invitation of data.invitations)
        if (invitation.email === email) invitation.state = "accepted";
    }),
    setUserPermissions: changing(({ email, permissions }) => {
      user(email).permissions = [...permissions];
    }),
    removeUser: changing(({ email }, data) => {
      const gone = user(email);
      data.users = data.users.filter((entry) => entry !== gone);
    }),
    addToken: changing(({ name, permissions = [] }, data) => {
      const fresh = { tokenKey: newId(), name, permissions: [...permissions] };
      data.tokens.push({ ...fresh, secretHash: "0".repeat(64), creationTime: now() });
    }),
    setTokenPermissions: changing(({ token: name, permissions }) => {
      token(name).permissions = [...permissions];
    }),
    renameToken: changing(({ token: old, name }) => {
      token(old).name = name;
    }),
    deleteToken: changing(({ token: name }, data) => {
      const gone = token(name);
      data.tokens = data.tokens.filter((entry) => entry !== gone);
    }),
    addMapping: changing(({ group, permissions }, data) => {
      data.mappings.push({ mappingId: newId(), groupName: group, permissions: [...permissions] });
    }),
    setMappingPermissions: changing(({ group, permissions }) => {
      mapping(group).permissions = [...permissions];
    }),
    deleteMapping: changing(({ group }, data) => {
      const gone = mapping(group);
      data.mappings = data.mappings.filter((entry) => entry !== gone);
    }),
    setKeyEnabled: changing(({ key: name, enabled }) => {
      key(name).enabled = enabled;
    }),
    deleteKey: changing(({ key: name }, data) => {
      const gone = key(name);
      data.keys = data.keys.filter((entry) => entry !== gone);
    }),
    setPlan: changing(({ plan }, data) => {
      data.tenant.plan = plan;
    }),
  };
}
