import { Output, RunError } from "@pulumi/pulumi";

/**
 * Refuses what can't be an input of any resource, before the SDK turns it into something else without a word.
 *
 * @throws RunError that names the property
 */
export function refuseUnserialisable(owner: string, args: unknown): void {
  refuse(owner, args, "", []);
}

function refuse(owner: string, value: unknown, path: string, above: readonly unknown[]): void {
  const fault = above.includes(value) ? "itself" : faultOf(value);
  if (fault !== undefined)
    throw new RunError(
      `${owner}: ${path === "" ? "the arguments" : path} must be plain data, but holds ${fault}: replace it.`,
    );
  if (typeof value !== "object" || value === null || isLater(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (LONE_SURROGATE.test(key)) refuse(owner, key, path, []);
    refuse(owner, inner, path === "" ? key : `${path}.${key}`, [...above, value]);
  }
}

const LONE_SURROGATE = /\p{Cs}/u;

function isLater(value: unknown): boolean {
  return Output.isInstance(value) || value instanceof Promise;
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value === "bigint") return "a bigint";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "string" && LONE_SURROGATE.test(value)) return "half a surrogate pair";
  if (typeof value !== "object" || value === null || Array.isArray(value) || isLater(value)) return undefined;
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (tag === "Date") return "a Date (write it as a string)";
  return tag === "Object" ? undefined : `a ${tag}`; // a Map or a Buffer would silently become an empty object
}
