/**
 * What stands in an input, alone or inside a list or map, for a value that is only known once another resource exists.
 * It reaches check and diff during a preview (sdk/nodejs/runtime/rpc.ts, `unknownValue`).
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is unknown, or holds something that is. */
export function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(isUnknown);
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknown);
}

/** The same value without the parts that aren't known yet: undefined where nothing is left to look at. */
export function knownPart(value: unknown): unknown {
  if (value === UNKNOWN) return undefined;
  if (Array.isArray(value)) return value.filter((item) => !isUnknown(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => !isUnknown(item)));
}
