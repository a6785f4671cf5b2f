import { permissionKey } from "../../api/permissions";
import { conflict, invalid } from "../refusal";
import type { Data } from "../store";
import type { Context } from "./context";

/** A text that must be there. Source: seed, "Version is missing". */
export function textOf(value: string, field: string): string {
  if (value.trim() === "") throw invalid(`${field} is missing`);
  return value;
}

/** Permissions by their internal keys: those of the documentation, and those that this tenant was given otherwise. */
export function permissionsOf(keys: readonly string[], data: Data): string[] {
  const holders = [data.tokens, data.users, data.mappings].flat();
  const others = new Set([...data.extraPermissions, ...holders.flatMap(({ permissions }) => permissions)]);
  const unknown = keys.find((key) => permissionKey(key) !== key && !others.has(key));
  if (unknown !== undefined) throw invalid(`Permission ${unknown} is unknown`);
  return [...keys];
}

/** A name that may be refused where another object bears it. Source: assumed, both ways. */
export function newNameOf(
  name: string,
  others: readonly { readonly name: string }[],
  { rules }: Context,
): string {
  if (rules.uniqueNames && others.some((other) => other.name === name))
    throw conflict("An entry of this name already exists");
  return textOf(name, "Name");
}

/** Refuses one more where the tenant is full. Source: seed, "Operational Limits"; the words are assumed. */
export function requireRoom(held: number, limit: number, what: string): void {
  if (held >= limit) throw invalid(`Maximum of ${String(limit)} ${what} reached`);
}
