import { z } from "zod";
import { PLANS } from "../api/plans";

const Permissions = z.array(z.string());
const EpochSeconds = z.int();
const Plan = z.enum(PLANS);

const StoredToken = z.object({
  tokenKey: z.string(),
  name: z.string(),
  permissions: Permissions,
  secretHashes: z.array(z.string()),
  createdBy: z.string(),
  creationTime: EpochSeconds,
});

const StoredUser = z.object({
  userId: z.string(),
  email: z.string(),
  permissions: Permissions,
  status: z.enum(["active", "invited"]),
  owner: z.boolean(),
  creationTime: EpochSeconds,
});

const StoredMapping = z.object({ mappingId: z.string(), groupName: z.string(), permissions: Permissions });

const StoredKey = z.object({
  keyId: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  secretHash: z.string(),
  creationTime: EpochSeconds,
});

const AuditRow = z.object({
  event: z.int(),
  user_id: z.string(),
  api_call: z.string(),
  creation_time: EpochSeconds,
  successful: z.boolean(),
  raw_data: z.string(),
});

const Invitation = z.object({
  email: z.string(),
  time: EpochSeconds,
  state: z.enum(["pending", "accepted", "cancelled"]),
});

/** All that the sandbox holds: plain data, so that it can be kept in a file. */
export const Data = z.object({
  tenant: z.object({
    tenantId: z.string(),
    name: z.string(),
    plan: Plan,
    isTrial: z.boolean(),
    maxUsers: z.int().optional(),
  }),
  otherTenants: z.array(z.object({ tenantId: z.string(), name: z.string(), plan: Plan })),
  tokens: z.array(StoredToken),
  users: z.array(StoredUser),
  mappings: z.array(StoredMapping),
  keys: z.array(StoredKey),
  applications: z.array(z.object({ applicationId: z.string(), platform: z.string() })),
  certificates: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  extraPermissions: z.array(z.string()),
  audit: z.array(AuditRow),
  invitations: z.array(Invitation),
});
export type Data = z.output<typeof Data>;

/**
 * An API token as the sandbox keeps it: its secret only as a hash (more than one where a restarted sandbox had to
 * hand out a new secret for its own token), and the user in whose name it acts.
 */
export type StoredToken = z.output<typeof StoredToken>;

/** A user, or a person who is invited. */
export type StoredUser = z.output<typeof StoredUser>;

/** What a group of the identity provider may do. */
export type StoredMapping = z.output<typeof StoredMapping>;

/** An automation key as the sandbox keeps it: its secret only as a hash. */
export type StoredKey = z.output<typeof StoredKey>;

/** One row of the audit log, in AppTego's columns. Source: docs. */
export type AuditRow = z.output<typeof AuditRow>;

/** An invitation that was sent by e-mail. */
export type Invitation = z.output<typeof Invitation>;

/** How many of each kind the tenant may hold; Infinity lifts a limit. */
export interface Limits {
  readonly apiTokens: number;
  readonly automationKeys: number;
  readonly users: number;
}

/** How the server behaves where nothing read tells; each can be played both ways. Source: assumed. */
export interface Rules {
  /** Whether lists tell when an object was made. */
  readonly creationTimes: boolean;
  /** Whether a second token or key of the same name is refused. */
  readonly uniqueNames: boolean;
  /** Whether someone who hasn't accepted the invitation counts as an administrator. */
  readonly invitedAdminister: boolean;
  /** Whether someone who hasn't accepted the invitation takes one of the tenant's users. */
  readonly invitedTakeASeat: boolean;
  /** Whether taking `user_and_api_management` from the owner, oneself or the last administrator is refused. */
  readonly guardsAdministration: boolean;
  /** How many entries of a list one page holds; Infinity puts all on one. */
  readonly pageSize: number;
}

/** The rules that are played unless told otherwise. */
export const DEFAULT_RULES: Rules = {
  creationTimes: true,
  uniqueNames: false,
  invitedAdminister: false,
  invitedTakeASeat: true,
  guardsAdministration: true,
  pageSize: Infinity,
};
