import { COMPUTED_NAME } from "./computed-name";
import type { CredentialKind } from "./credentials";
import { sweep } from "./late";
import { Refused } from "./lifecycle";
import { heldId, type Named } from "./reclaim";
import { removeAndProve } from "./removal";
import { removeStrays, spanOf, TooManyStrays } from "./strays";
import type { Tenant } from "./tenant";
import { isUnresolved } from "./unresolved";

/** Revokes a credential, or whatever an unresolved creation left. */
export async function revoke<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  id: string,
  known: {
    readonly name: string;
    readonly others?: unknown;
    readonly since?: unknown;
    readonly until?: unknown;
    readonly lostCalls?: unknown;
  },
): Promise<void> {
  if (!isUnresolved(id)) return removeAndProve(tenant, kind.list, kind.idOf, id, kind.remove);
  const { name } = known;
  const others = Array.isArray(known.others) ? (known.others as string[]) : [];
  const attempt = { name, others, ...spanOf(known) };
  const counted = COMPUTED_NAME.test(name) ? undefined : known.lostCalls;
  let lostCalls = typeof counted === "number" ? counted : undefined;
  const found = () => {
    if (lostCalls !== undefined) lostCalls = Math.max(0, lostCalls - 1);
  };
  const look = async () =>
    removeStrays(tenant, kind, { ...attempt, lostCalls }, found).catch((error: unknown) => {
      if (!(error instanceof TooManyStrays)) throw error;
      throw new Refused(
        `${error.message}If somebody uses one of them, take the resource out of the state (pulumi state delete) before you run again, as the one that is left would be taken for what the lost reply left.`,
      );
    });
  // Where the credential is made anew, what comes late is found beside it: by its name.
  const isSettled = () => lostCalls === 0 || tenant.retried.has(heldId(kind.type, id));
  await sweep(tenant, { type: kind.type, id, span: attempt, what: kind.noun, isSettled }, look);
}
