import type { CredentialKind } from "./credentials";
import type { Duplicates } from "./duplicates";
import { findOrProveGone } from "./gone";
import { claimedAmong, leftoversAmong, type Named } from "./reclaim";
import { removeAndProve } from "./removal";
import type { Tenant } from "./tenant";

/**
 * Removes what an interrupted run left under a computed name: once the new credential is there, or to make room for it.
 *
 * @param known only these, if given: however old they are by now
 * @returns those that are still there, and why
 */
export async function removeLeftovers<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: string,
  known?: readonly string[],
): Promise<Duplicates & { readonly problem?: string }> {
  const namesakes =
    known === undefined
      ? (await kind.list.baseline()).filter((entry) => entry.name === name)
      : await listedOf(tenant, kind, known);
  const claimed = known === undefined ? leftoversAmong : claimedAmong;
  const leftovers = claimed(tenant, kind, namesakes).map(kind.idOf);
  for (const [done, leftover] of leftovers.entries()) {
    try {
      await removeAndProve(tenant, kind.list, leftover, kind.remove);
      tenant.tell(`The ${kind.noun} ${leftover}, which an interrupted run left, was deleted.`);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const problem = `The ${kind.noun} ${leftover}, which an interrupted run left under the same name, is still there: ${said} Delete it in the portal.`;
      return { duplicateIds: leftovers.slice(done), problem };
    }
  }
  return {};
}

/** Those of them that AppTego still holds. */
async function listedOf<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  ids: readonly string[],
): Promise<Entry[]> {
  const listed: Entry[] = [];
  for (const id of ids) {
    const entry = await findOrProveGone(tenant, kind.list, (one) => kind.idOf(one) === id);
    if (entry !== undefined) listed.push(entry);
  }
  return listed;
}
