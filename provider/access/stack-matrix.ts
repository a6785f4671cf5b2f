import { type AccessMatrix, type AccessSubject, inOrder, splitPermissions, type SubjectKind } from "./model";

/** A resource of this provider as a stack's state or a preview holds it: as much as tells who may do what. */
export interface ResourceLike {
  /** As in Pulumi's type token: `User`, `ApiToken`, …. */
  readonly type: string;
  readonly urn: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** Empty where it has none yet. */
  readonly id: string;
  readonly unresolved?: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly tenantId?: string | undefined;
}

const KINDS: Readonly<Record<string, { kind: SubjectKind; named: string } | undefined>> = {
  User: { kind: "user", named: "email" },
  ApiToken: { kind: "token", named: "name" },
  SamlGroupMapping: { kind: "group", named: "groupName" },
};

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/**
 * What a resource of a program may do: by its outputs, or by its inputs where it has none yet.
 *
 * @returns undefined for a resource that holds no permissions. Where the name can't be told, it is the resource's.
 */
export function subjectOfResource(resource: ResourceLike): AccessSubject | undefined {
  const known = KINDS[resource.type];
  if (known === undefined) return undefined;
  const { id, urn, inputs, outputs, unresolved = false } = resource;
  const valueOf = (property: string) => outputs[property] ?? inputs[property];
  const name = valueOf(known.named);
  const permissions = valueOf("permissions") ?? [];
  const status = unresolved ? "unresolved" : valueOf("status");
  const owner = valueOf("owner");
  return {
    kind: known.kind,
    ...(id !== "" && !unresolved && { id }),
    urn,
    name: typeof name === "string" ? name : resource.name,
    ...splitPermissions(isList(permissions) ? permissions : []),
    ...(!isList(permissions) && { unreadable: true as const }),
    ...(typeof status === "string" && { status }),
    ...(typeof owner === "boolean" && { owner }),
  };
}

/** Who may do what by the states of stacks. The tenant is told where all of them belong to one. */
export function matrixOfStack(
  states: readonly { readonly resources: readonly ResourceLike[] }[],
): AccessMatrix {
  const resources = states.flatMap((state) => state.resources);
  const [tenant, ...others] = new Set(resources.flatMap(({ tenantId }) => tenantId ?? []));
  const subjects = resources.flatMap((resource) => subjectOfResource(resource) ?? []);
  return {
    ...(tenant !== undefined && others.length === 0 && { tenant }),
    subjects: inOrder(subjects),
  };
}
