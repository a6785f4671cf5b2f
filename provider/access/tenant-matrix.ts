import type { ReplyOf } from "../api/contract";
import { type AccessMatrix, type AccessSubject, inOrder, splitPermissions } from "./model";

/** What AppTego lists of a tenant, as the API's replies hold it; a list that wasn't asked for is left out. */
export interface TenantLists {
  readonly tenant?: string;
  readonly users?: ReplyOf<"getUsers">["users"];
  readonly tokens?: ReplyOf<"getApiTokens">["api_tokens"];
  readonly mappings?: ReplyOf<"getSamlGroupMappings">["mappings"];
}

/** Who may do what in a tenant, by its own lists. */
export function matrixOfTenant({
  tenant,
  users = [],
  tokens = [],
  mappings = [],
}: TenantLists): AccessMatrix {
  const subjects: AccessSubject[] = [
    ...users.map(({ user_id: id, email: name, permissions, status, owner }) => ({
      ...({ kind: "user", id, name } as const),
      ...splitPermissions(permissions),
      ...{ status, owner },
    })),
    ...tokens.map(({ token_key: id, name, permissions }) => ({
      ...({ kind: "token", id, name } as const),
      ...splitPermissions(permissions),
    })),
    ...mappings.map(({ mapping_id: id, group_name: name, permissions }) => ({
      ...({ kind: "group", id, name } as const),
      ...splitPermissions(permissions),
    })),
  ];
  return { ...(tenant !== undefined && { tenant }), subjects: inOrder(subjects) };
}
