import type { OperationName, ReplyOf, RequestOf } from "../../api/contract";
import { ADMINISTRATION } from "../../api/permissions";
import type { Data, Limits, StoredToken } from "../store";

/** What a handler works with. */
export interface Context {
  readonly data: Data;
  readonly limits: Limits;
  /** The token that the caller authenticated with. */
  readonly caller: StoredToken;
  /** Epoch seconds. */
  readonly now: number;
  readonly newId: () => string;
  /** A secret that is shown in this reply only. */
  readonly issueSecret: (prefix: string) => { readonly secret: string; readonly hash: string };
}

/** One function an operation: what it does to the data, and its reply. A refusal is thrown. */
export type Handlers = {
  readonly [Name in OperationName]: (request: RequestOf<Name>, context: Context) => ReplyOf<Name>;
};

/** The active users who administer the tenant. */
export function administrators(data: Data): string[] {
  return data.users
    .filter(({ status, permissions }) => status === "active" && permissions.includes(ADMINISTRATION))
    .map(({ userId }) => userId);
}
