import * as pulumi from "@pulumi/pulumi";

// A process may run several stacks, one after the other or at once (Automation API): each has its own declarations.
const declarations = new WeakMap<object, Map<string, string>>();

/**
 * Remembers what a program declares, so that it can't declare the same person, group or credential name twice.
 *
 * @throws Error that names both resources
 */
export function declare(
  type: string,
  identity: string,
  resource: string,
  value: unknown,
  isRead: boolean,
): void {
  const stack = pulumi.runtime.getStackResource();
  if (isRead || stack === undefined || value === undefined || value === null) return;
  const known = declarations.get(stack) ?? new Map<string, string>();
  declarations.set(stack, known);
  const take = (plain: unknown) => {
    if (typeof plain !== "string") return;
    const shown = identity === "email" ? plain.toLowerCase() : plain;
    const key = `${type} ${shown}`;
    const other = known.get(key);
    if (other !== undefined)
      throw new Error(
        `${type} ${JSON.stringify(resource)}: the ${identity} ${JSON.stringify(plain)} is declared by ${JSON.stringify(other)} already. ` +
          "Two resources of one object would undo each other's changes: merge them into one.",
      );
    known.set(key, resource);
  };
  if (typeof value === "string") take(value);
  else if (pulumi.Output.isInstance(value)) value.apply(take);
}
