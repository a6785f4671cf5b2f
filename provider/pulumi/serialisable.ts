import { Output } from "@pulumi/pulumi";

/**
 * Refuses what can't be an input of any resource, before the SDK turns it into something else without a word.
 *
 * @throws Error that names the property
 */
export function refuseUnserialisable(owner: string, value: unknown, path = ""): void {
  const fault = faultOf(value);
  if (fault !== undefined)
    throw new Error(
      `${owner}: ${path === "" ? "the arguments" : path} must be plain data, but holds ${fault}: replace it.`,
    );
  if (typeof value !== "object" || value === null || Output.isInstance(value) || value instanceof Promise)
    return;
  for (const [key, inner] of Object.entries(value))
    refuseUnserialisable(owner, inner, path === "" ? key : `${path}.${key}`);
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value === "bigint") return "a bigint";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (value instanceof Date) return "a Date (write it as a string)";
  if (typeof value === "string" && /\p{Cs}/u.test(value)) return "half a surrogate pair";
  return undefined;
}
