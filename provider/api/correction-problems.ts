import type { Operation, OperationName } from "./contract";
import { operations } from "./contract";
import { fieldsOf } from "./field-names";

/** The fields as they are called on the server, where two would be called the same. */
function clashes(fields: readonly string[], renamed: Readonly<Record<string, string | undefined>>): string[] {
  return fields.filter((field) =>
    fields.some((other) => other !== field && (renamed[other] ?? other) === renamed[field]),
  );
}

/** What a file says of one operation. */
export interface Correction {
  readonly method?: "GET" | "POST" | undefined;
  readonly request?: Readonly<Record<string, string | undefined>> | undefined;
  readonly reply?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What of a correction can't work, by the path of the key in the file; nothing if all can. */
export function correctionProblems(
  name: OperationName,
  correction: Correction,
): { path: string[]; message: string }[] {
  const { request, reply }: Operation = operations[name];
  const at = ["operations", name];
  const clashing = (side: "request" | "reply", fields: readonly string[]) =>
    clashes(fields, correction[side] ?? {}).map((field) => ({
      path: [...at, side, field],
      message: `${JSON.stringify(correction[side]?.[field])} would be the name of two fields`,
    }));
  return [
    ...(correction.method === "GET" && fieldsOf(request).length > 0
      ? [
          {
            path: [...at, "method"],
            message: `GET has no body, and ${name} must send ${fieldsOf(request).join(", ")}`,
          },
        ]
      : []),
    ...clashing("request", fieldsOf(request)),
    ...clashing("reply", fieldsOf(reply)),
  ];
}
