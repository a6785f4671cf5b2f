import type { CredentialKind } from "./credentials";
import { mayStillCome, sweep } from "./late";
import { removeKnownLeftovers } from "./leftovers";
import { Refused } from "./lifecycle";
import { heldId, managedName, type Named } from "./reclaim";
import { removeAndProve } from "./removal";
import { type Attempt, Doubt, isAccountedFor, removeStrays, spanOf, TooManyStrays } from "./strays";
import type { Tenant } from "./tenant";
import { isUnresolved } from "./unresolved";

const STATE_DELETE =
  "If somebody uses one of them, take the resource out of the state (pulumi state delete) before you run again, as the one that is left would be taken for what the lost reply left.";

/** Revokes a credential, or whatever an unresolved creation left. */
export async function revoke<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  id: string,
  known: { readonly name: string; readonly createdAt?: string | undefined },
): Promise<void> {
  if (!isUnresolved(id)) return removeAndProve(tenant, kind.list, id, kind.remove, known.createdAt);
  const { name } = known;
  const doubt = Doubt.parse(known);
  const { disputed, lostCalls } = doubt;
  const attempt: Attempt = { name, others: [...doubt.others, ...disputed], lostCalls, ...spanOf(doubt) };
  const look = async () =>
    removeStrays(tenant, kind, attempt).catch((error: unknown) => {
      throw error instanceof TooManyStrays ? new Refused(`${error.message} ${STATE_DELETE}`) : error;
    });
  const isRetried = tenant.retried.has(heldId(kind.type, id));
  await sweep(
    tenant,
    {
      ...{ type: kind.type, id, span: attempt, what: kind.noun, list: kind.list },
      isFoundLater: isRetried, // beside the credential that is made anew: by its name
      isSettled: () => isAccountedFor(attempt),
    },
    look,
  );
  if (!isRetried) await revokeLeftovers(tenant, kind, doubt.leftovers);
  else if (!isAccountedFor(attempt) && mayStillCome(tenant, attempt.until))
    tenant.mayComeLate.set(managedName(kind.type, name), { ...doubt, lostCalls: attempt.lostCalls });
  if (disputed.length > 0) await tellDisputed(tenant, kind, name, disputed);
}

/** What a killed run left before the attempt, which was none of its own. @throws Refused when it can't be removed */
async function revokeLeftovers<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  leftovers: readonly string[],
): Promise<void> {
  const { problem } = await removeKnownLeftovers(tenant, kind, leftovers);
  if (problem !== undefined) throw new Refused(problem);
}

/** Those of which one is perhaps what a lost reply left, and another one somebody's: they stay, so a person has to look. */
async function tellDisputed<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: string,
  disputed: readonly string[],
): Promise<void> {
  const left = (await kind.list.fresh()).map(kind.list.idOf).filter((listed) => disputed.includes(listed));
  if (left.length > 0)
    tenant.tell(
      `Of the ${kind.noun}s ${JSON.stringify(name)} in the tenant (${left.join(", ")}) one may be what a call left whose reply was lost. Nothing tells, so they stay: delete in the portal what nobody uses.`,
    );
}
