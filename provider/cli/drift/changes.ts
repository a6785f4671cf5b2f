import { canonicalPermissions, samePermissions } from "../../api/permissions";
import { heldBy, POWERFUL, splitPermissions } from "../../access/model";
import { sameEmail } from "../../resources/invitations";
import { ENCRYPTED } from "../stacks/secret-values";
import type { StackResource } from "../stacks/stack-state";
import { DRIFT_KINDS, kindOfType, type LiveObject } from "./kinds";

/** A property that differs. */
export interface Change {
  readonly property: string;
  /** What the state says; left out where it is a secret. */
  readonly before?: unknown;
  /** What the tenant says; left out where it is a secret. */
  readonly after?: unknown;
  /** Of permissions: internal keys in the portal's order. */
  readonly gained?: readonly string[];
  readonly lost?: readonly string[];
}

/** What differs, and which properties can't be compared as the state holds them encrypted. */
export interface Compared {
  readonly changes: readonly Change[];
  readonly unreadable: readonly string[];
}

/** Whether the program keeps the name of the object to itself. */
export function hasSecretName(resource: StackResource): boolean {
  const { identity } = DRIFT_KINDS[kindOfType(resource.type)];
  return resource.secretInputs.includes(identity) || stateOf(resource, identity) === ENCRYPTED;
}

/** What a state says of a property. */
export function stateOf({ outputs, inputs }: StackResource, property: string): unknown {
  return outputs[property] ?? inputs[property];
}

/** The keys of a list of permissions, in the portal's order. */
export function permissionsIn(value: unknown): string[] {
  const keys = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return heldBy(splitPermissions(canonicalPermissions(keys)));
}

/** What was gained and lost from the one set of permissions to the other. */
export function permissionChange(before: readonly string[], after: readonly string[]) {
  return {
    gained: after.filter((key) => !before.includes(key)),
    lost: before.filter((key) => !after.includes(key)),
  };
}

/** Those of the permissions that lead to all others. */
export function powerfulOf(keys: readonly string[]): string[] {
  return POWERFUL.filter((key) => keys.includes(key));
}

const isEncrypted = (value: unknown): boolean =>
  value === ENCRYPTED || (Array.isArray(value) && value.includes(ENCRYPTED));

/** Compares a resource with what the tenant holds under its id. */
export function compare(resource: StackResource, live: LiveObject): Compared {
  const { identity, properties } = DRIFT_KINDS[kindOfType(resource.type)];
  const secretName = hasSecretName(resource);
  const unreadable: string[] = [];
  const changes = properties.flatMap((property): Change[] => {
    const before = stateOf(resource, property);
    const after = live.properties[property];
    if (isEncrypted(before)) {
      // The id tells which object it is, and AppTego has no operation that renames one.
      if (property !== identity) unreadable.push(property);
      return [];
    }
    if (property === "permissions") return permissionChanges(before, after);
    if (before === undefined || isSame(property, before, after)) return [];
    return [{ property, ...(!(secretName && property === identity) && { before, after }) }];
  });
  return { changes, unreadable };
}

function permissionChanges(before: unknown, after: unknown): Change[] {
  const [had, has] = [permissionsIn(before), permissionsIn(after)];
  if (samePermissions(had, has)) return [];
  return [{ property: "permissions", before: had, after: has, ...permissionChange(had, has) }];
}

function isSame(property: string, before: unknown, after: unknown): boolean {
  if (property === "email") return sameEmail(String(before), String(after));
  // Who was invited accepts some day: that is what was wished for.
  if (property === "status" && before === "invited" && after === "active") return true;
  return before === after;
}
