import { AppTegoError, PermissionError, PlanError } from "../../api/errors";
import type { AccessMatrix, SubjectKind } from "../../access/model";
import { matrixOfTenant } from "../../access/tenant-matrix";
import type { SharedList } from "../../resources/shared-list";
import type { Tenant } from "../../resources/tenant";

/** A kind of subject that couldn't be listed: nothing is known of it, so nothing of it is new or gone. */
export interface Unread {
  readonly kind: SubjectKind;
  /** What AppTego said. */
  readonly reason: string;
}

/** What a tenant holds, as far as the token may see it. */
export interface LiveAccess {
  readonly matrix: AccessMatrix;
  readonly unread: readonly Unread[];
}

/**
 * Who may do what in the tenant now: one call a kind. A plan without a kind has none of it.
 *
 * @throws AppTegoError where the tenant can't be read at all
 */
export async function readLive(
  tenant: Pick<Tenant, "users" | "tokens" | "mappings">,
  tenantId: string,
): Promise<LiveAccess> {
  const unread: Unread[] = [];
  const refused: AppTegoError[] = [];
  const listed = async <Entry>(kind: SubjectKind, list: SharedList<Entry>): Promise<Entry[]> => {
    try {
      return [...(await list.current())];
    } catch (error) {
      if (error instanceof PlanError) return [];
      if (!(error instanceof PermissionError)) throw error;
      refused.push(error);
      unread.push({ kind, reason: error.message });
      return [];
    }
  };
  const [users, tokens, mappings] = await Promise.all([
    listed("user", tenant.users),
    listed("token", tenant.tokens),
    listed("group", tenant.mappings),
  ]);
  const [first] = refused;
  if (first !== undefined && refused.length === 3) throw first;
  return { matrix: matrixOfTenant({ tenant: tenantId, users, tokens, mappings }), unread };
}
