import type { Plan } from "../api/contract";

/** An API token as the sandbox keeps it: its secret only as a hash. */
export interface StoredToken {
  readonly tokenKey: string;
  name: string;
  permissions: string[];
  secretHash: string;
  readonly creationTime: number;
}

/** A user, or a person who is invited. */
export interface StoredUser {
  readonly userId: string;
  readonly email: string;
  permissions: string[];
  status: "active" | "invited";
  owner: boolean;
  readonly creationTime: number;
}

/** What a group of the identity provider may do. */
export interface StoredMapping {
  readonly mappingId: string;
  readonly groupName: string;
  permissions: string[];
}

/** An automation key as the sandbox keeps it: its secret only as a hash. */
export interface StoredKey {
  readonly keyId: string;
  readonly name: string;
  enabled: boolean;
  secretHash: string;
  readonly creationTime: number;
}

/** One row of the audit log, in AppTego's columns. Source: docs. */
export interface AuditRow {
  readonly event: number;
  readonly user_id: string;
  readonly api_call: string;
  readonly creation_time: number;
  readonly successful: boolean;
  readonly raw_data: string;
}

/** An invitation that was sent by e-mail. */
export interface Invitation {
  readonly email: string;
  readonly time: number;
  state: "pending" | "accepted" | "cancelled";
}

/** All that the sandbox holds; plain data, so that it can be kept in a file. */
export interface Data {
  readonly tenant: { readonly tenantId: string; name: string; plan: Plan; maxUsers?: number | undefined };
  readonly otherTenants: { readonly tenantId: string; readonly name: string; readonly plan: Plan }[];
  tokens: StoredToken[];
  users: StoredUser[];
  mappings: StoredMapping[];
  keys: StoredKey[];
  readonly applications: { readonly applicationId: string; readonly platform: string }[];
  readonly certificates: Record<string, Record<string, unknown>>;
  readonly audit: AuditRow[];
  readonly invitations: Invitation[];
}

/** How many of each kind the tenant may hold. */
export interface Limits {
  readonly apiTokens: number;
  readonly automationKeys: number;
  readonly users: number;
}
