import { isSealed, seal } from "../api/seal";
import type { AnyResource } from "../resources";
import { PartlyCreated, type State } from "../resources/lifecycle";
import type { Tenant } from "../resources/tenant";

/** What a sealed output belongs to, so that it opens nothing elsewhere. */
export function sealOwner(type: string, id: string, output: string): readonly string[] {
  return [type, id, output];
}

/** The state with its secrets sealed, where the tenant has a key for that; what is sealed already stays as it is. */
export function sealedState(resource: AnyResource, tenant: Tenant, id: string, state: State): State {
  const { sealKey } = tenant;
  if (sealKey === undefined) return state;
  const sealed = unsealed(resource, state).map(
    (output) => [output, seal(String(state[output]), sealKey, sealOwner(resource.type, id, output))] as const,
  );
  return { ...state, ...Object.fromEntries(sealed) };
}

/** The failure with the secrets of what was made in part sealed. */
export function sealedFailure(resource: AnyResource, tenant: () => Tenant, error: unknown): unknown {
  if (!(error instanceof PartlyCreated)) return error;
  const { id, state } = error.created;
  return new PartlyCreated({ id, state: sealedState(resource, tenant(), id, state) }, error.reasons);
}

/** Whether the state holds a secret that is yet to be sealed. */
export function lacksSeal(resource: AnyResource, tenant: Tenant, state: State): boolean {
  return tenant.sealKey !== undefined && unsealed(resource, state).length > 0;
}

function unsealed(resource: AnyResource, state: State): string[] {
  return resource.secrets.filter((output) => {
    const value = state[output];
    return typeof value === "string" && value !== "" && !isSealed(value);
  });
}
