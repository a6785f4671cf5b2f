import { type Contract, type Operation, type OperationName } from "../../api/contract";
import { fieldsOf } from "../../api/field-names";
import type { JudgedAssumption } from "./report";

/** Something that the contract says and nothing read does. */
export type Assumption = Omit<JudgedAssumption, "verdict" | "says" | "operation"> & {
  readonly operation: OperationName;
};

/** A field that every reply of a success may have, and nothing depends on. */
const INESSENTIAL = "success";

/** Every assumption of a contract: what it marks as `assumed`, and how its lists go on. */
export function assumptionsOf(contract: Contract): Assumption[] {
  return (Object.keys(contract) as OperationName[]).flatMap((operation) => {
    const { method, path, source, request, reply, requestNames, replyNames, nextPage }: Operation =
      contract[operation];
    const fields = (aspect: "request" | "reply", names: readonly string[], theirs = {}) =>
      names
        .filter((field) => field !== INESSENTIAL)
        .map((field) => {
          const name: unknown = Reflect.get(theirs, field);
          const called = typeof name === "string" ? ` (${name})` : "";
          return { operation, aspect, field, fact: `${field}${called}` };
        });
    return [
      ...(source.path === "assumed"
        ? [{ operation, aspect: "path" as const, fact: `${method} ${path}` }]
        : []),
      ...(source.bodies === "assumed"
        ? [
            ...fields("request", fieldsOf(request), requestNames),
            ...fields("reply", fieldsOf(reply), replyNames),
          ]
        : []),
      ...(nextPage === undefined
        ? []
        : [
            {
              operation,
              aspect: "pages" as const,
              fact: `the next page is named by ${nextPage.reply}`,
            },
          ]),
    ];
  });
}
