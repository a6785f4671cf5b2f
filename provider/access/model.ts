import { PERMISSION_LABELS, type PermissionKey, permissionKey } from "../api/permissions";

/** What can hold permissions: people, service identities, and groups of the identity provider. */
export const SUBJECT_KINDS = ["user", "token", "group"] as const;

/** A kind of holder of permissions. */
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** The six permissions in the order of AppTego's portal. Source: seed, "Permissions". */
export const PERMISSIONS = Object.keys(PERMISSION_LABELS) as readonly PermissionKey[]; // the object has just these keys

/** The permissions that lead to all others: who gains one of them escalates. */
export const POWERFUL: readonly PermissionKey[] = ["user_and_api_management", "modify_tenant_settings"];

/** One holder of permissions, and what it may do. */
export interface AccessSubject {
  readonly kind: SubjectKind;
  /** AppTego's id; undefined where it isn't known yet. */
  readonly id?: string;
  /** The resource in the program, where there is one: it stays the same when a credential is replaced. */
  readonly urn?: string;
  /** The user's e-mail address, the token's name or the group's name. */
  readonly name: string;
  /** Which of the six, in the portal's order. */
  readonly permissions: readonly PermissionKey[];
  /** Keys that this version has no name for, sorted. */
  readonly unknown: readonly string[];
  /** Whether what it may do can't be told, as where a state holds it encrypted; both lists are empty then. */
  readonly unreadable?: true;
  /** Of a user `active` or `invited`; `unresolved` where nobody knows whether AppTego made it. */
  readonly status?: string;
  /** Whether the user owns the tenant. */
  readonly owner?: boolean;
}

/** Who may do what. */
export interface AccessMatrix {
  /** The id of the tenant; undefined where it isn't known. */
  readonly tenant?: string;
  /** Users, then tokens, then groups, each by name. */
  readonly subjects: readonly AccessSubject[];
}

/** The portal's word for a permission, as in "Users & API Management"; a key that this version doesn't know is its own. */
export function permissionLabel(key: string): string {
  const known = permissionKey(key);
  return known === undefined ? key : PERMISSION_LABELS[known];
}

/** A list of keys as the two lists of a subject. */
export function splitPermissions(keys: readonly string[]): Pick<AccessSubject, "permissions" | "unknown"> {
  const known = new Set(keys.map(permissionKey));
  const unknown = keys
    .map((key) => key.trim())
    .filter((key) => permissionKey(key) === undefined && key !== "");
  return {
    permissions: PERMISSIONS.filter((key) => known.has(key)),
    unknown: [...new Set(unknown)].sort(),
  };
}

/** All that a subject may do: the six in the portal's order, then what this version doesn't know. */
export function heldBy({ permissions, unknown }: Pick<AccessSubject, "permissions" | "unknown">): string[] {
  return [...permissions, ...unknown];
}

const { compare } = new Intl.Collator("en", { numeric: true });

/** Subjects in the order of a matrix: users, tokens, groups, each by name. */
export function inOrder(subjects: readonly AccessSubject[]): AccessSubject[] {
  return [...subjects].sort(
    (one, other) =>
      SUBJECT_KINDS.indexOf(one.kind) - SUBJECT_KINDS.indexOf(other.kind) ||
      compare(one.name, other.name) ||
      compare(one.id ?? "", other.id ?? ""),
  );
}
