import { setTimeout as delay } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { type Api, LIMITS, type ReplyOf, type TenantLimits } from "../api/contract";
import { shareList, type SharedList } from "./shared-list";

export type ListedToken = ReplyOf<"getApiTokens">["api_tokens"][number];
export type ListedUser = ReplyOf<"getUsers">["users"][number];
export type ListedMapping = ReplyOf<"getSamlGroupMappings">["mappings"][number];
export type ListedKey = ReplyOf<"getAutomationKeys">["automation_keys"][number];

/** The tenant as one process of the provider knows it: its API, its shared lists, its locks. */
export interface Tenant {
  readonly api: Api;
  readonly id: string;
  /** The public half of the credential that the provider itself is using. */
  readonly ownTokenKey: string;
  readonly tokens: SharedList<ListedToken>;
  readonly users: SharedList<ListedUser>;
  readonly mappings: SharedList<ListedMapping>;
  readonly keys: SharedList<ListedKey>;
  /** Names and e-mails that resources of this stack hold already, as its states told. */
  readonly managed: Set<string>;
  /** Does one work at a time for each subject. */
  readonly oneAtATime: <Result>(subject: string, work: () => Promise<Result>) => Promise<Result>;
  /** Waits, so that a server can finish what it began: milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Makes sure, once, that the credential still opens the tenant, so that what a list lacks is really gone. @throws AppTegoError */
  readonly proveAccess: () => Promise<void>;
  readonly limits: TenantLimits;
  readonly now: () => Date;
}

/** What a test puts in the place of time. */
export interface TenantOptions {
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly now?: () => Date;
}

/** Opens the tenant that a connection leads to; no call is made before something is needed. */
export function openTenant(
  api: Api,
  connection: { readonly tenantId: string; readonly tokenKey: string; readonly limits?: TenantLimits },
  options: TenantOptions = {},
): Tenant {
  const locks = new Map<string, Mutex>();
  let access: Promise<unknown> | undefined;
  return {
    api,
    id: connection.tenantId,
    ownTokenKey: connection.tokenKey,
    tokens: shareList(
      async () => (await api.getApiTokens({})).api_tokens,
      (token) => token.token_key,
    ),
    users: shareList(
      async () => (await api.getUsers({})).users,
      (user) => user.user_id,
    ),
    mappings: shareList(
      async () => (await api.getSamlGroupMappings({})).mappings,
      (mapping) => mapping.mapping_id,
    ),
    keys: shareList(
      async () => (await api.getAutomationKeys({})).automation_keys,
      (key) => key.key_id,
    ),
    managed: new Set(),
    oneAtATime: async (subject, work) => {
      const lock = locks.get(subject) ?? new Mutex();
      locks.set(subject, lock);
      return lock.runExclusive(work);
    },
    wait: options.wait ?? (async (milliseconds) => delay(milliseconds)),
    proveAccess: async () => {
      // Any member of the tenant may ask for its subscription (docs); get_tenants is for users, perhaps not for tokens (seed).
      access ??= api.getSubscription({});
      try {
        await access;
      } catch (error) {
        access = undefined;
        throw error;
      }
    },
    limits: connection.limits ?? LIMITS,
    now: options.now ?? (() => new Date()),
  };
}
