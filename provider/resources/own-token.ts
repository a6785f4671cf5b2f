import { describePermission, unknownPermissions } from "../api/permissions";
import { sameKeepers } from "./computed-name";
import { permissionsAsWished, Refused } from "./lifecycle";
import type { Tenant } from "./tenant";
import { isUnknown } from "./unknown";

/** What a change of an API token starts from or leads to, as far as it is known. */
interface TokenState {
  readonly name?: string;
  readonly permissions?: readonly string[];
  readonly rotateOn?: unknown;
}

/** @throws Refused when the token is the one that this provider is using */
export function refuseOwnToken(tenant: Tenant, tokenKey: string, attempt: string): void {
  const { requireSelf, override } = tenant.rails;
  if (tokenKey !== tenant.ownTokenKey || !requireSelf) return;
  if (override === undefined)
    throw new Refused(
      `${attempt}: it is the token that this provider is using, and the run would lock itself out. ` +
        "Give apptego:tokenKey and apptego:tokenSecret another token that isn't managed by this stack, or remove the resource from the state (pulumi state delete).",
    );
  tenant.warn(`${attempt}: requireSelf is lifted (${override}).`);
}

/**
 * Lets the token in use be given more, and nothing be taken from it: neither what the state knows of nor, where a write
 * follows, what was granted in the portal since. It asks for a list only then.
 *
 * @param known what the token may do by the state
 * @throws Refused when it would lose a permission
 */
export async function refuseOwnLoss(
  tenant: Tenant,
  tokenKey: string,
  name: string,
  known: readonly string[],
  wished: readonly string[],
): Promise<void> {
  if (tokenKey !== tenant.ownTokenKey || !tenant.rails.requireSelf) return;
  if (permissionsAsWished(known, wished)) return;
  let taken = takenFrom(known, wished);
  if (taken.length === 0) {
    const live = (await tenant.tokens.fresh()).find(({ token_key }) => token_key === tokenKey);
    taken = takenFrom(live?.permissions ?? [], wished);
  }
  if (taken.length > 0) refuseOwnToken(tenant, tokenKey, taking(taken, name));
}

/**
 * Tells at preview, without a call, that the token in use would be replaced or lose a permission.
 *
 * @throws Refused when it is certain; what isn't known yet may turn out to be what it was
 */
export function foreseeOwnToken(tenant: Tenant, tokenKey: string, known: TokenState, wish: TokenState): void {
  const { name = "", permissions = [] } = known;
  const isRenamed = !isUnknown(wish.name) && wish.name !== known.name;
  const isRotated = !isUnknown(wish.rotateOn) && !sameKeepers(known.rotateOn, wish.rotateOn);
  if (isRenamed || isRotated) {
    refuseOwnToken(tenant, tokenKey, `Replacing the API token ${name}`);
    return;
  }
  if (isUnknown(wish.permissions)) return;
  const taken = takenFrom(permissions, wish.permissions ?? []);
  if (taken.length > 0) refuseOwnToken(tenant, tokenKey, taking(taken, name));
}

/** What a write takes away: not what this version doesn't know, which is written along. */
function takenFrom(permissions: readonly string[], wished: readonly string[]): string[] {
  const kept = new Set([...wished, ...unknownPermissions(permissions)]);
  return permissions.filter((permission) => !kept.has(permission));
}

function taking(taken: readonly string[], name: string): string {
  return `Taking ${taken.map(describePermission).join(", ")} from the API token ${name}`;
}
