import { AppTegoError } from "../api/errors";
import { COMPUTED_NAME } from "./computed-name";
import type { CredentialKind } from "./credentials";
import { Refused } from "./lifecycle";
import { duplicatesAmong, isClaimed, isHeld, type Named } from "./reclaim";
import { removeAndProve } from "./removal";
import type { Tenant } from "./tenant";

/** What a state says of duplicates: credentials of its name that an attempt made later than anybody waited for. */
export interface Duplicates {
  readonly duplicateIds?: string[] | undefined;
}

/**
 * The duplicates of a credential, as a read tells them; nothing where there are none. It costs no call.
 * Those of a given name may be anybody's: they are only told.
 */
export async function duplicatesOf<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  own: Entry,
  known: { readonly name?: string | undefined },
): Promise<Duplicates> {
  if (known.name !== own.name) return {};
  const listed = await kind.list.baseline();
  if (!COMPUTED_NAME.test(own.name)) {
    tellNamesakes(tenant, kind, own, listed);
    return {};
  }
  const ids = duplicatesAmong(tenant, kind, own, listed).map(kind.idOf);
  return ids.length > 0 ? { duplicateIds: ids.sort() } : {};
}

function tellNamesakes<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  own: Entry,
  listed: readonly Entry[],
): void {
  const isOther = (id: string) =>
    id !== kind.idOf(own) && !isHeld(tenant, kind.type, id) && !kind.list.isOurs(id);
  const others = listed.filter(({ name }) => name === own.name).map(kind.idOf);
  for (const id of others.filter(isOther))
    tenant.tell(
      `Beside the ${kind.noun} ${JSON.stringify(own.name)} of this stack (${kind.idOf(own)}) the tenant holds another of that name (${id}), ` +
        "perhaps made by a call whose reply was lost. Nothing tells whose it is, so it stays: delete it in the portal if nobody uses it.",
    );
}

/**
 * Removes the duplicates that a state tells of, each only if a fresh list still shows it to be one.
 *
 * @returns those that are still there, and why
 */
export async function removeDuplicates<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  id: string,
  { name, duplicateIds = [] }: Duplicates & { readonly name: string },
): Promise<Duplicates & { readonly problem?: string }> {
  if (duplicateIds.length === 0) return {};
  let left = [...duplicateIds];
  try {
    const listed = await kind.list.fresh();
    for (const duplicate of duplicateIds) {
      const entry = listed.find((one) => kind.idOf(one) === duplicate);
      if (entry?.name === name && duplicate !== id && isClaimed(tenant, kind, entry)) {
        await removeAndProve(tenant, kind.list, kind.idOf, duplicate, kind.remove);
        tenant.tell(`The ${kind.noun} ${duplicate}, a duplicate that an earlier run left, was deleted.`);
      }
      left = left.filter((other) => other !== duplicate);
    }
    return {};
  } catch (error) {
    if (!(error instanceof AppTegoError) && !(error instanceof Refused)) throw error;
    const problem = `The ${kind.noun}s ${left.join(", ")}, duplicates that an earlier run left, are still there: ${error.message}`;
    return { duplicateIds: left, problem };
  }
}
