import type { OperationName, ReplyOf, RequestOf } from "../../api/contract";
import { ADMINISTRATION } from "../../api/permissions";
import type { Data, Limits, Rules, StoredToken } from "../store";

/** What a handler works with. */
export interface Context {
  /** The handler's to change; it is thrown away when the handler refuses. */
  readonly data: Data;
  readonly limits: Limits;
  readonly rules: Rules;
  /** The token that the caller authenticated with. */
  readonly caller: StoredToken;
  /** Epoch seconds. */
  readonly now: number;
  readonly newId: () => string;
  /** A secret that is shown in this reply only, and what is kept of it. */
  readonly issueSecret: () => { readonly secret: string; readonly hash: string };
}

/** One function an operation: what it does to the data, and its reply. A refusal is thrown. */
export type Handlers = {
  readonly [Name in OperationName]: (request: RequestOf<Name>, context: Context) => ReplyOf<Name>;
};

/** The ids of those who administer the tenant. */
export function administrators({ data, rules }: Pick<Context, "data" | "rules">): string[] {
  return data.users
    .filter(({ status }) => status === "active" || rules.invitedAdminister)
    .filter(({ permissions }) => permissions.includes(ADMINISTRATION))
    .map(({ userId }) => userId);
}

/** What a list tells of the time at which an object was made. */
export function creationTimeOf(entry: { readonly creationTime: number }, { rules }: Pick<Context, "rules">) {
  return rules.creationTimes ? { creation_time: entry.creationTime } : {};
}
