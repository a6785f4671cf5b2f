import type { CredentialKind } from "./credentials";
import type { Duplicates } from "./duplicates";
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
  const namesakes = (await kind.list.baseline()).filter((entry) => entry.name === name);
  const leftovers =
    known === undefined
      ? leftoversAmong(tenant, kind, namesakes).map(kind.idOf)
      : claimedAmong(tenant, kind, namesakes)
          .map(kind.idOf)
          .filter((id) => known.includes(id));
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
