import type { CredentialKind } from "./credentials";
import type { Duplicates } from "./duplicates";
import { stillListed } from "./gone";
import { claimedAmong, leftoversAmong, type Named } from "./reclaim";
import { removeAndProve } from "./removal";
import type { Tenant } from "./tenant";

/** Those that are still there, for the state, and why. */
type Left = Duplicates & { readonly problem?: string };

/** Removes what an interrupted run left under a computed name: once the new credential is there, or to make room for it. */
export async function removeLeftovers<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: string,
): Promise<Left> {
  const namesakes = (await kind.list.baseline()).filter((entry) => entry.name === name);
  return removeEach(tenant, kind, leftoversAmong(tenant, kind, namesakes));
}

/** Removes those that a state names, however old they are by now. @throws AppTegoError when the list can't be had or believed */
export async function removeKnownLeftovers<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  ids: readonly string[],
): Promise<Left> {
  return removeEach(tenant, kind, claimedAmong(tenant, kind, await stillListed(tenant, kind.list, ids)));
}

async function removeEach<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  entries: readonly Entry[],
): Promise<Left> {
  const leftovers = entries.map(kind.list.idOf);
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
