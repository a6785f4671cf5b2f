import { COMPUTED_NAME } from "./computed-name";
import { type CredentialKind, removeLeftovers } from "./credentials";
import { mayStillCome, sweep } from "./late";
import { Refused } from "./lifecycle";
import { heldId, managedName, type Named } from "./reclaim";
import { removeAndProve } from "./removal";
import { type Attempt, isAccountedFor, removeStrays, spanOf, spanToKeep, TooManyStrays } from "./strays";
import type { Tenant } from "./tenant";
import { isUnresolved } from "./unresolved";

/** What a state remembers of a credential whose creation nobody knows the outcome of. */
interface CredentialInDoubt {
  readonly name: string;
  readonly others?: unknown;
  readonly disputed?: unknown;
  readonly since?: unknown;
  readonly until?: unknown;
  readonly lostCalls?: unknown;
}

/** Of one that exists. */
interface Made {
  readonly createdAt?: string | undefined;
}

const STATE_DELETE =
  "If somebody uses one of them, take the resource out of the state (pulumi state delete) before you run again, as the one that is left would be taken for what the lost reply left.";

/** Revokes a credential, or whatever an unresolved creation left. */
export async function revoke<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  id: string,
  known: CredentialInDoubt & Made,
): Promise<void> {
  if (!isUnresolved(id))
    return removeAndProve(tenant, kind.list, kind.idOf, id, kind.remove, known.createdAt);
  const { name } = known;
  const disputed = idsOf(known.disputed);
  const others = [...idsOf(known.others), ...disputed];
  const lostCalls = typeof known.lostCalls === "number" ? known.lostCalls : undefined;
  const attempt: Attempt = { name, others, lostCalls, ...spanOf(known) };
  const look = async () =>
    removeStrays(tenant, kind, attempt).catch((error: unknown) => {
      throw error instanceof TooManyStrays ? new Refused(`${error.message} ${STATE_DELETE}`) : error;
    });
  const isRetried = tenant.retried.has(heldId(kind.type, id));
  // Where the credential is made anew, what comes late is found beside it: by its name.
  const isSettled = () => isAccountedFor(attempt) || isRetried;
  await sweep(tenant, { type: kind.type, id, span: attempt, what: kind.noun, isSettled }, look);
  if (!isRetried && COMPUTED_NAME.test(name)) await revokeLeftovers(tenant, kind, name);
  else if (!isAccountedFor(attempt) && mayStillCome(tenant, attempt.until))
    tenant.mayComeLate.set(managedName(kind.type, name), {
      others: idsOf(known.others),
      ...(disputed.length > 0 && { disputed }),
      ...(attempt.lostCalls !== undefined && { lostCalls: attempt.lostCalls }),
      ...spanToKeep(attempt),
    });
  if (disputed.length > 0) await tellDisputed(tenant, kind, name, disputed);
}

/** What a killed run left before the attempt, which was none of its own. @throws Refused when it can't be removed */
async function revokeLeftovers<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: string,
): Promise<void> {
  const { problem } = await removeLeftovers(tenant, kind, name);
  if (problem !== undefined) throw new Refused(problem);
}

/** Those of which one is perhaps what a lost reply left, and another one somebody's: they stay, so a person has to look. */
async function tellDisputed<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  name: string,
  disputed: readonly string[],
): Promise<void> {
  const left = (await kind.list.fresh()).map(kind.idOf).filter((listed) => disputed.includes(listed));
  if (left.length > 0)
    tenant.tell(
      `Of the ${kind.noun}s ${JSON.stringify(name)} in the tenant (${left.join(", ")}) one may be what a call left whose reply was lost. Nothing tells, so they stay: delete in the portal what nobody uses.`,
    );
}

function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
