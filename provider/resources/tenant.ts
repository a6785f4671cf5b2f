import { setTimeout as delay } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { redactor } from "../api/redact";
import { type Api, LATE_MS, LIMITS, type Operation, type ReplyOf, type TenantLimits } from "../api/contract";
import { sealKeyFrom } from "../api/seal";
import { DEFAULT_RAILS, type Rails } from "../api/rail-settings";
import { say } from "../api/say";
import { type Administration, trackAdministration } from "./administration";
import type { Reclaim } from "../api/setting-rules";
import type { ServerClock } from "../api/server-clock";
import { type RollCall, startRollCall } from "./roll-call";
import { shareList, type SharedList } from "./shared-list";
import type { Doubt } from "./strays";

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
  /** Whether a whole list of tokens holds that credential: assumed, unless the contract file says otherwise. */
  readonly showsCaller: boolean;
  readonly tokens: SharedList<ListedToken>;
  readonly users: SharedList<ListedUser>;
  readonly mappings: SharedList<ListedMapping>;
  readonly keys: SharedList<ListedKey>;
  /** Names and e-mails that resources of this stack hold already, as its states told. */
  readonly managed: Set<string>;
  /** Computed names that resources of this stack keep although theirs would be another one now. */
  readonly moved: Set<string>;
  /** Whether the program lets an old credential live on (retainOnDelete), so that nothing is reclaimed. */
  readonly mayLive?: boolean;
  /** Which resources of the program the engine has come to. */
  readonly rollCall: RollCall;
  /** Ids of credentials that resources of this stack hold already, as its states told. */
  readonly held: Set<string>;
  /** Objects that a state of the stack holds on to, by {@link heldId}, and when that state was made. */
  readonly alive: Map<string, unknown>;
  /** Creations in doubt that this process tries again, by {@link heldId}: so what of them shows is theirs. */
  readonly retried: Set<string>;
  /** Attempts of earlier runs that this one makes again and AppTego may still carry out, by {@link managedName}. */
  readonly mayComeLate: Map<string, Doubt>;
  /** When objects were made of which AppTego doesn't tell it: ISO 8601 by id, as the states told. */
  readonly createdAt: Map<string, string>;
  /** Which leftovers of interrupted runs are removed. */
  readonly reclaim: Reclaim;
  /** AppTego's clock; undefined before any reply told it. */
  readonly serverNow: () => Date | undefined;
  /** AppTego's clock; this machine's before any reply told it. Two machines' clocks may be apart. */
  readonly time: () => Date;
  /** Says something that a person should see. */
  readonly tell: (message: string) => void;
  /** Does one work at a time for each subject. */
  readonly oneAtATime: <Result>(subject: string, work: () => Promise<Result>) => Promise<Result>;
  /** Waits, so that a server can finish what it began: milliseconds. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Makes sure, once, that the credential still opens the tenant, so that what a list lacks is really gone. @throws AppTegoError */
  readonly proveAccess: () => Promise<void>;
  readonly limits: TenantLimits;
  /** How long AppTego may still do what it was asked for after everybody gave up: milliseconds. */
  readonly lateMs: number;
  readonly rails: Rails;
  readonly administration: Administration;
  /** Tells whoever runs the program what isn't an error. */
  readonly warn: (message: string) => void;
  /** What issued secrets are sealed with, 32 bytes; undefined where they aren't. */
  readonly sealKey: Buffer | undefined;
  readonly now: () => Date;
}

/** What a test puts in the place of time. */
export interface TenantOptions {
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly now?: () => Date;
  /** The one that the client of the same tenant learns. */
  readonly clock?: ServerClock;
  readonly tell?: (message: string) => void;
  readonly warn?: (message: string) => void;
  /** Ends every wait. */
  readonly signal?: AbortSignal;
}

/** What a tenant takes from the connection that leads to it. */
interface TenantConnection {
  readonly tenantId: string;
  readonly tokenKey: string;
  readonly limits?: TenantLimits;
  readonly lateMs?: number;
  readonly contract?: { readonly getApiTokens: Pick<Operation, "showsCaller"> };
  readonly rails?: Rails;
  /** 32 bytes in base64. */
  readonly sealKey?: string;
  readonly reclaim?: Reclaim;
}

/** Opens the tenant that a connection leads to; no call is made before something is needed. */
export function openTenant(api: Api, connection: TenantConnection, options: TenantOptions = {}): Tenant {
  const now = options.now ?? (() => new Date());
  const locks = new Map<string, Mutex>();
  let access: Promise<unknown> | undefined;
  return {
    api,
    id: connection.tenantId,
    ownTokenKey: connection.tokenKey,
    showsCaller: connection.contract?.getApiTokens.showsCaller ?? true,
    tokens: shareList(
      async () => (await api.getApiTokens({})).api_tokens,
      (token) => token.token_key,
    ),
    users: shareList(
      async () => (await api.getUsers({})).users,
      (user) => user.user_id,
      () => now().getTime(),
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
    moved: new Set(),
    rollCall: startRollCall(),
    held: new Set(),
    alive: new Map(),
    retried: new Set(),
    mayComeLate: new Map(),
    createdAt: new Map(),
    reclaim: connection.reclaim ?? "recent",
    serverNow: () => options.clock?.now(),
    time: () => options.clock?.now() ?? now(),
    tell: cleaned(options.tell),
    oneAtATime: async (subject, work) => {
      const lock = locks.get(subject) ?? new Mutex();
      locks.set(subject, lock);
      return lock.runExclusive(work);
    },
    wait:
      options.wait ??
      (async (milliseconds, signal) => {
        const signals = [options.signal, signal].filter((one) => one !== undefined);
        return delay(milliseconds, undefined, { signal: AbortSignal.any(signals) });
      }),
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
    lateMs: connection.lateMs ?? LATE_MS,
    rails: connection.rails ?? DEFAULT_RAILS,
    administration: trackAdministration(),
    warn: cleaned(options.warn),
    sealKey: connection.sealKey === undefined ? undefined : sealKeyFrom(connection.sealKey),
    now,
  };
}

function cleaned(print = say): (message: string) => void {
  return (message) => {
    print(redactor.clean(message));
  };
}
