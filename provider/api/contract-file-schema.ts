import { z } from "zod";
import { type NextPage, type Operation, type OperationName, operations } from "./contract";
import { fieldsOf } from "./field-names";

/** The names of all operations. */
export const operationNames = Object.keys(operations) as OperationName[];

const RELATIVE_PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w~.-]+(?:\/[\w~.-]+)*$/;

const TheirName = z.string().min(1).describe("The field's name on the server.");

function names(fields: readonly string[], what: string) {
  return z
    .strictObject(Object.fromEntries(fields.map((field) => [field, TheirName.optional()])))
    .describe(what);
}

const PAGES =
  "Where a list in pages names the next one: the reply's field, and the query parameter (GET) or field (POST) of the request for it.";

const SHOWS_CALLER =
  "Whether the list holds the API token that asks for it. Where it does not, a list that AppTego shortened can't be told from a whole one.";

const LATE_SECONDS =
  "How long AppTego may still do what it was asked for after the connection ended; 90 if left out. So long an invitation or a mapping whose reply was lost is looked for before it is asked for again, and a destroy looks for what comes late. What shows within it, or within 90 s if it is less, is taken for the lost call's.";

function correctionOf(name: OperationName) {
  const { request, reply, nextPage, showsCaller }: Operation = operations[name];
  return z
    .strictObject({
      method: z.enum(["GET", "POST"]).optional().describe("The HTTP method."),
      path: z
        .string()
        .regex(
          RELATIVE_PATH,
          "must be a path under the base URL, like add_user: no leading slash, no query, no ..",
        )
        .optional()
        .describe("The path under the base URL, without a leading slash."),
      request: names(fieldsOf(request), "Our field name -> the server's, in the request.").optional(),
      reply: names(fieldsOf(reply), "Our field name -> the server's, in the reply, at any depth.").optional(),
      ...(nextPage && { nextPage: names(["reply", "request"], PAGES).optional() }),
      ...(showsCaller && { showsCaller: z.boolean().describe(SHOWS_CALLER).optional() }),
    })
    .describe(`Corrects ${name}.`);
}

const Limits = z
  .strictObject({
    apiTokens: z.int().positive().optional().describe("API tokens; 20 if left out."),
    automationKeys: z.int().positive().optional().describe("Automation keys; 10 if left out."),
  })
  .describe("How many your tenant may hold, where that was agreed otherwise.");

const Timing = z
  .strictObject({ lateSeconds: z.int().min(0).max(600).optional().describe(LATE_SECONDS) })
  .describe("How long AppTego may take.");

/** What a contract file may say. */
export function contractFile() {
  return z
    .strictObject({
      $schema: z.string().optional().describe("The JSON schema, for editors."),
      operations: z
        .strictObject(Object.fromEntries(operationNames.map((name) => [name, correctionOf(name).optional()])))
        .default({})
        .describe("The operations that differ from what this provider assumes."),
      limits: Limits.default({}),
      timing: Timing.default({}),
    })
    .meta({
      title: "Corrections of the AppTego contract",
      description: "Named by apptego:contract or APPTEGO_CONTRACT.",
    });
}

/** Our names -> the server's. */
type Names = Readonly<Record<string, string>>;
/** What a contract file says of one operation. */
export type Correction = z.output<ReturnType<typeof correctionOf>> & {
  readonly request?: Names;
  readonly reply?: Names;
  readonly nextPage?: Partial<NextPage>;
};

/** The JSON schema of a correction file, for editors: `schemas/contract.schema.json`. */
export function contractJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(contractFile(), { io: "input" }) };
}

/** The keys that a contract file may have at a place. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const [, name, side] = path.map(String);
  if (path.length === 0) return ["operations", "limits", "timing"];
  if (path[0] === "limits") return Object.keys(Limits.shape);
  if (path[0] === "timing") return Object.keys(Timing.shape);
  if (name === undefined) return operationNames;
  const operation: Operation | undefined = operations[name as OperationName];
  if (side === undefined)
    return [
      ...["method", "path", "request", "reply"],
      ...(["nextPage", "showsCaller"] as const).filter((key) => operation[key] !== undefined),
    ];
  if (side === "nextPage") return ["reply", "request"];
  return fieldsOf(side === "request" ? operation.request : operation.reply);
}

const WHAT = ["key", "operation", "key", "field"] as const;

/** What a key at a place stands for, as messages call it. */
export function kindOfKeyAt(path: readonly PropertyKey[]): string {
  return (path[0] === "operations" && WHAT[path.length]) || "key";
}
