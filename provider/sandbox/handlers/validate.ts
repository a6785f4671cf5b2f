import { permissionKey } from "../../api/permissions";
import { invalid } from "../refusal";

/** A text that must be there. */
export function textOf(value: string, field: string): string {
  if (value.trim() === "") throw invalid(`${field} is missing`);
  return value;
}

/** Permissions that AppTego knows by their internal keys. */
export function permissionsOf(keys: readonly string[]): string[] {
  const unknown = keys.find((key) => permissionKey(key) !== key);
  if (unknown !== undefined) throw invalid(`Unknown permission: ${unknown}`);
  return [...keys];
}
