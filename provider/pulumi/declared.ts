import * as pulumi from "@pulumi/pulumi";
import type { TenantLimits } from "../api/contract";

/** What a program declares, as its resource classes tell. */
export interface Declaration {
  /** As in the type token. */
  readonly type: string;
  /** The resource's name in the program. */
  readonly resource: string;
  /** The input that no two resources of a program may share. */
  readonly identity: string;
  /** What the program gave for it. */
  readonly value: unknown;
}

interface Declared {
  /** The resource that has an identity, by type and identity. */
  readonly owners: Map<string, string>;
  /** How many resources there are, by type. */
  readonly counts: Map<string, number>;
}

// A process may run several stacks, one after the other or at once (Automation API): each has its own declarations.
const declarations = new WeakMap<object, Declared>();

/**
 * Remembers what a program declares, so that it can't declare the same person, group or credential name twice, or more
 * credentials than a tenant can hold.
 *
 * @returns how many resources of its type are declared; it grows as the program goes on
 * @throws pulumi.RunError that names both resources, or both numbers
 */
export function declare(declaration: Declaration, limits: TenantLimits): () => number {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) return () => 0;
  const declared: Declared = declarations.get(stack) ?? { owners: new Map(), counts: new Map() };
  declarations.set(stack, declared);
  count(declared, declaration, limits);

  const { value } = declaration;
  if (typeof value === "string") takeIdentity(declared, declaration, value, false);
  else if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    const output = pulumi.output(value);
    output.apply(async (plain: unknown) => {
      if (typeof plain === "string")
        takeIdentity(declared, declaration, plain, await pulumi.isSecret(output));
    });
  }
  return () => declared.counts.get(declaration.type) ?? 0;
}

function count({ counts }: Declared, { type, resource }: Declaration, limits: TenantLimits): void {
  const most = { ApiToken: limits.apiTokens, AutomationKey: limits.automationKeys }[type];
  const number = (counts.get(type) ?? 0) + 1;
  counts.set(type, number);
  if (most === undefined || number <= most) return;
  throw new pulumi.RunError(
    `${type} ${JSON.stringify(resource)}: it is number ${number} of this program, but a tenant can have only ${most}: remove the ones that nobody needs.`,
  );
}

function takeIdentity({ owners }: Declared, declaration: Declaration, given: string, secret: boolean): void {
  const { type, resource, identity } = declaration;
  const shown = secret ? "" : ` ${JSON.stringify(given)}`;
  const same = `${type} is ${identity === "email" ? given.toLowerCase() : given}`;
  const other = owners.get(same);
  if (other !== undefined)
    throw new pulumi.RunError(
      `${type} ${JSON.stringify(resource)}: the ${identity}${shown} is declared by ${JSON.stringify(other)} already. ` +
        "Two resources of one object would undo each other's changes: merge them into one.",
    );
  owners.set(same, resource);

  if (secret && identity !== "email")
    void pulumi.log.warn(
      `${type} ${JSON.stringify(resource)}: its ${identity} is a secret here, but not in AppTego: whoever sees the portal sees it. Put nothing secret into it.`,
    );
  if (identity !== "groupName") return;
  const alike = `${type} is like ${given.toLowerCase()}`;
  const neighbour = owners.get(alike);
  if (neighbour !== undefined)
    void pulumi.log.warn(
      `${type} ${JSON.stringify(resource)}: the ${identity}${shown} differs from that of ${JSON.stringify(neighbour)} in letter case only. ` +
        "AppTego matches groups exactly: write the name as the identity provider sends it, or remove one of the two.",
    );
  owners.set(alike, resource);
}
