/**
 * What a user, token or SAML group may do: the portal's label for each internal key.
 *
 * Source: seed, "Permissions". Both columns are accepted as input; the wire and the state hold the internal key.
 */
export const PERMISSION_LABELS = {
  modify_configuration: "Configuration",
  build_applications: "Builds",
  update_certificates: "Certificates",
  manage_custom_messages: "Custom Messages",
  user_and_api_management: "Users & API Management",
  modify_tenant_settings: "Tenant Settings",
} as const;

/** AppTego's internal name of a permission, as stored and sent on the wire. */
export type PermissionKey = keyof typeof PERMISSION_LABELS;

/** The name that the AppTego Portal shows for a permission. */
export type PermissionLabel = (typeof PERMISSION_LABELS)[PermissionKey];

/** The permissions by name, for programs: `Permission.Builds` instead of `"build_applications"`. */
export const Permission = {
  /** Modify security controls, promote and push configuration, manage App Integrity. */
  Configuration: "modify_configuration",
  /** Upload and delete builds, manage signing keys, delete applications. */
  Builds: "build_applications",
  /** Manage Certificate Pinning entries. */
  Certificates: "update_certificates",
  /** Edit the content and state of custom messages. */
  CustomMessages: "manage_custom_messages",
  /** Manage users, permissions, API tokens, automation keys and SAML group mappings: whoever holds it is an administrator. */
  UsersAndApiManagement: "user_and_api_management",
  /** Rename the tenant, manage billing helpers, SAML SSO and custom library identifiers. */
  TenantSettings: "modify_tenant_settings",
} as const satisfies Record<string, PermissionKey>;
export type Permission = (typeof Permission)[keyof typeof Permission];

/** The permission that makes its holder an administrator of the tenant. */
export const ADMINISTRATION: PermissionKey = "user_and_api_management";

/** All internal keys that this version knows, sorted. */
export const PERMISSION_KEYS = (Object.keys(PERMISSION_LABELS) as PermissionKey[]).sort();

const keyByName = new Map<string, PermissionKey>(
  PERMISSION_KEYS.flatMap((key) => [
    [key, key],
    [PERMISSION_LABELS[key].toLowerCase(), key],
  ]),
);

/** The internal key for an internal key or a portal label in any letter case; undefined for anything else. */
export function permissionKey(name: string): PermissionKey | undefined {
  return keyByName.get(name.trim().toLowerCase());
}

/** How people know a permission: its portal label and its key; a key that this version doesn't know stands for itself. */
export function describePermission(key: string): string {
  const known = permissionKey(key);
  return known ? `'${PERMISSION_LABELS[known]}' (${known})` : `'${key}'`;
}

/** One canonical form for one set: trimmed, without blanks and repeats, sorted. Keys unknown to this version stay. */
export function canonicalPermissions(keys: Iterable<string>): string[] {
  const trimmed = Array.from(keys, (key) => key.trim()).filter((key) => key !== "");
  return [...new Set(trimmed.map((key) => permissionKey(key) ?? key))].sort();
}

/** Whether two permission lists are the same set. */
export function samePermissions(one: Iterable<string>, other: Iterable<string>): boolean {
  return canonicalPermissions(one).join() === canonicalPermissions(other).join();
}

/** The keys that a server reported and this version has no name for: they are kept when a set is written, never wiped. */
export function unknownPermissions(keys: Iterable<string>): string[] {
  return canonicalPermissions(keys).filter((key) => permissionKey(key) === undefined);
}
