import type { OperationName } from "../../provider/api/contract";
import type { ResourceType } from "../../provider/resources";
import type { State } from "../../provider/resources/lifecycle";
import type { Sandbox } from "../../provider/sandbox";
import { opensAutomation, opensTenant } from "../support/story";

/** What a fault strikes at: one resource type, its operations, and how a test looks at the tenant from outside. */
export interface Subject {
  readonly type: ResourceType;
  /** The operations, by what a fault is put on. */
  readonly on: Readonly<Record<"create" | "list" | "update" | "delete", OperationName>>;
  readonly wish: Readonly<Record<string, unknown>>;
  /** A change that the live object takes. */
  readonly change: Readonly<Record<string, unknown>>;
  /** A wish that takes a second call after the create; undefined where none does. */
  readonly twoCalls?: Readonly<Record<string, unknown>>;
  /** The fields of the create's reply: the id's, and the secret's where there is one. */
  readonly reply: { readonly id: string; readonly secret?: string };
  /** The objects that the tenant holds of what the wish names, with what an update changes. */
  readonly live: (sandbox: Sandbox) => readonly { readonly id: string; readonly value: unknown }[];
  /** Whether the state's secret does what it should; true where there is none. */
  readonly opens: (sandbox: Sandbox, state: State) => Promise<boolean>;
}

const open = async () => Promise.resolve(true);

const ApiToken: Subject = {
  type: "ApiToken",
  on: {
    create: "createApiToken",
    list: "getApiTokens",
    update: "updateApiTokenPermissions",
    delete: "deleteApiToken",
  },
  wish: { name: "ci", permissions: [] },
  change: { name: "ci", permissions: ["Builds"] },
  twoCalls: { name: "ci", permissions: ["Builds"] },
  reply: { id: "token_key", secret: "token_secret" },
  live: ({ tenant }) =>
    tenant.tokens
      .filter(({ name }) => name === "ci")
      .map(({ tokenKey, permissions }) => ({ id: tokenKey, value: permissions })),
  opens: opensTenant,
};

const AutomationKey: Subject = {
  type: "AutomationKey",
  on: {
    create: "createAutomationKey",
    list: "getAutomationKeys",
    update: "updateAutomationKey",
    delete: "deleteAutomationKey",
  },
  wish: { name: "ci", enabled: true },
  change: { name: "ci", enabled: false },
  twoCalls: { name: "ci", enabled: false },
  reply: { id: "key_id", secret: "key_secret" },
  live: ({ tenant }) =>
    tenant.keys
      .filter(({ name }) => name === "ci")
      .map(({ keyId, enabled }) => ({ id: keyId, value: enabled })),
  // Source: docs, a disabled key is refused.
  opens: async (sandbox, { authorization, enabled }) =>
    (await opensAutomation(sandbox, authorization)) === enabled,
};

const User: Subject = {
  type: "User",
  on: { create: "addUser", list: "getUsers", update: "updateUserPermissions", delete: "removeUser" },
  wish: { email: "alice@acme.test", permissions: [] },
  change: { email: "alice@acme.test", permissions: ["Builds"] },
  twoCalls: { email: "alice@acme.test", permissions: ["Builds"] },
  reply: { id: "user_id" },
  live: ({ tenant }) =>
    tenant.users
      .filter(({ email }) => email === "alice@acme.test")
      .map(({ userId, permissions }) => ({ id: userId, value: permissions })),
  opens: open,
};

const SamlGroupMapping: Subject = {
  type: "SamlGroupMapping",
  on: {
    create: "createSamlGroupMapping",
    list: "getSamlGroupMappings",
    update: "updateSamlGroupMapping",
    delete: "deleteSamlGroupMapping",
  },
  wish: { groupName: "developers", permissions: [] },
  change: { groupName: "developers", permissions: ["Builds"] },
  reply: { id: "mapping_id" },
  live: ({ tenant }) =>
    tenant.mappings
      .filter(({ groupName }) => groupName === "developers")
      .map(({ mappingId, permissions }) => ({ id: mappingId, value: permissions })),
  opens: open,
};

/** The subjects by resource type. */
export const SUBJECTS: Readonly<Record<ResourceType, Subject>> = {
  ApiToken,
  AutomationKey,
  User,
  SamlGroupMapping,
};

/** Those whose create shows a secret once. */
export const CREDENTIALS = [ApiToken, AutomationKey];

/** Those whose create is found again by e-mail or group. */
export const NAMED = [User, SamlGroupMapping];
