import {
  type Contract,
  ID_FIELDS,
  LATE_MS,
  LIMITS,
  type NextPage,
  type Operation,
  type OperationName,
  operations,
  type TenantLimits,
} from "../../api/contract";
import { correctionProblems } from "../../api/correction-problems";
import { fieldsOf } from "../../api/field-names";

type Names = Readonly<Record<string, string>>;

/** How an operation differs from what the provider assumes, as the contract file says it. */
export interface Correction {
  readonly method?: "GET" | "POST";
  readonly path?: string;
  readonly request?: Names;
  readonly reply?: Names;
  readonly nextPage?: Partial<NextPage>;
  readonly showsCaller?: boolean;
}

/** How a server differs from what the provider assumes. */
export type Corrections = Readonly<Partial<Record<OperationName, Correction>>>;

const names = Object.keys(operations) as OperationName[];

const isEmpty = (value: object | undefined) => value === undefined || Object.keys(value).length === 0;

/** What a contract that is in use corrects already. */
export function correctionsOf(contract: Contract): Corrections {
  const all = names.map((name): [OperationName, Correction] => {
    const { method, path, nextPage, showsCaller }: Operation = operations[name];
    const used: Operation = contract[name];
    const page = used.nextPage;
    return [
      name,
      {
        ...(used.method !== method && { method: used.method }),
        ...(used.path !== path && { path: used.path }),
        ...(used.showsCaller !== undefined &&
          used.showsCaller !== showsCaller && { showsCaller: used.showsCaller }),
        ...(!isEmpty(used.requestNames) && used.requestNames && { request: used.requestNames }),
        ...(!isEmpty(used.replyNames) && used.replyNames && { reply: used.replyNames }),
        ...(page && nextPage && (page.reply !== nextPage.reply || page.request !== nextPage.request)
          ? { nextPage: page }
          : {}),
      },
    ];
  });
  return Object.fromEntries(all.filter(([, correction]) => !isEmpty(correction)));
}

/** The limits that a contract file says differently. */
export function limitsOf({ apiTokens, automationKeys }: TenantLimits): Partial<TenantLimits> {
  return {
    ...(apiTokens !== LIMITS.apiTokens && { apiTokens }),
    ...(automationKeys !== LIMITS.automationKeys && { automationKeys }),
  };
}

/** How long AppTego may take, where a contract file says it differently. */
export function timingOf(lateMs: number = LATE_MS): { lateSeconds?: number } {
  return lateMs === LATE_MS ? {} : { lateSeconds: lateMs / 1_000 };
}

/** Both, where the later one wins. */
export function merged(one: Corrections, other: Corrections): Corrections {
  const all = names.map((name): [OperationName, Correction] => {
    const [before = {}, after = {}] = [one[name], other[name]];
    const request = { ...before.request, ...after.request };
    const reply = { ...before.reply, ...after.reply };
    const nextPage = { ...before.nextPage, ...after.nextPage };
    const { request: _request, reply: _reply, nextPage: _page, ...rest } = { ...before, ...after };
    return [
      name,
      {
        ...rest,
        ...(!isEmpty(request) && { request }),
        ...(!isEmpty(reply) && { reply }),
        ...(!isEmpty(nextPage) && { nextPage }),
      },
    ];
  });
  return Object.fromEntries(all.filter(([, correction]) => !isEmpty(correction)));
}

/** The contract with corrections, as the contract file that says them would load. */
export function corrected(contract: Contract, corrections: Corrections): Contract {
  const all = names.map((name) => {
    const used: Operation = contract[name];
    const { request, reply, nextPage, ...rest } = corrections[name] ?? {};
    const changes = {
      ...rest,
      ...(request && { requestNames: { ...used.requestNames, ...request } }),
      ...(reply && { replyNames: { ...used.replyNames, ...reply } }),
      ...(nextPage && used.nextPage && { nextPage: { ...used.nextPage, ...nextPage } }),
    };
    return [name, { ...used, ...changes }];
  });
  return Object.fromEntries(all) as Contract; // the same keys and schemas
}

const picked = (from: Names, fields: readonly string[]): Names =>
  Object.fromEntries(Object.entries(from).filter(([field]) => fields.includes(field)));

/**
 * What a list calls differently, the operations that write the same objects likely call so too: those that name the same
 * id. None of it can be tried without writing.
 */
export function likelyOfWrites(found: Corrections): Corrections {
  const likely = names.flatMap((list): [OperationName, Correction][] => {
    const { reply }: Operation = operations[list];
    const renamed = found[list]?.reply ?? {};
    const id = fieldsOf(reply).find((field) => ID_FIELDS.has(field));
    if (operations[list].effect !== "read" || isEmpty(renamed) || id === undefined) return [];
    return names.flatMap((name): [OperationName, Correction][] => {
      const write: Operation = operations[name];
      const [inRequest, inReply] = [fieldsOf(write.request), fieldsOf(write.reply)];
      if (write.effect === "read" || ![...inRequest, ...inReply].includes(id)) return [];
      const correction = merged(
        {},
        { [name]: { request: picked(renamed, inRequest), reply: picked(renamed, inReply) } },
      )[name];
      const isSound = correction !== undefined && correctionProblems(name, correction).length === 0;
      return isSound ? [[name, correction]] : [];
    });
  });
  return Object.fromEntries(likely);
}
