import { readFileSync } from "node:fs";
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document, Node } from "yaml";
import { z } from "zod";
import type { Contract, Operation, OperationName } from "./contract";
import { operations } from "./contract";
import { didYouMean } from "./did-you-mean";
import { ConfigurationError } from "./errors";
import { fieldsOf } from "./field-names";

const operationNames = Object.keys(operations) as OperationName[];

const RELATIVE_PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w~.-]+(?:\/[\w~.-]+)*$/;

const TheirName = z.string().min(1).describe("The field's name on the server.");

function names(fields: readonly string[], what: string) {
  return z
    .strictObject(Object.fromEntries(fields.map((field) => [field, TheirName.optional()])))
    .describe(what);
}

function correctionOf(name: OperationName) {
  const { request, reply }: Operation = operations[name];
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
    })
    .describe(`Corrects ${name}.`);
}

const ContractFile = z
  .strictObject({
    $schema: z.string().optional().describe("The JSON schema, for editors."),
    operations: z
      .strictObject(Object.fromEntries(operationNames.map((name) => [name, correctionOf(name).optional()])))
      .describe("The operations that differ from what this provider assumes."),
  })
  .meta({
    title: "Corrections of the AppTego contract",
    description: "Named by apptego:contract or APPTEGO_CONTRACT.",
  });

type Correction = z.output<ReturnType<typeof correctionOf>>;

/** The JSON schema of a correction file, for editors: `schemas/contract.schema.json`. */
export function contractJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(ContractFile, { io: "input" }) };
}

/** The fields as they are called on the server, where two would be called the same. */
function clashes(fields: readonly string[], renamed: Readonly<Record<string, string | undefined>>): string[] {
  return fields.filter((field) =>
    fields.some((other) => other !== field && (renamed[other] ?? other) === renamed[field]),
  );
}

function problemsOf(name: OperationName, correction: Correction): { path: string[]; message: string }[] {
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

/** The node that a problem is about: the value at the path, or the key itself where the key is unknown. */
function nodeAt(document: Document, path: readonly PropertyKey[], unknownKey?: string): Node | undefined {
  for (let length = path.length; length >= 0; length--) {
    const found = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(found)) continue;
    if (unknownKey === undefined || !isMap(found)) return found;
    const key = found.items
      .map((pair) => pair.key)
      .find((item) => isScalar(item) && String(item.value) === unknownKey);
    return isNode(key) ? key : found;
  }
  return undefined;
}

function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const [, name, side] = path.map(String);
  if (path.length === 0) return ["operations"];
  if (name === undefined) return operationNames;
  if (side === undefined) return ["method", "path", "request", "reply"];
  const operation: Operation | undefined = operations[name as OperationName];
  return fieldsOf(side === "request" ? operation.request : operation.reply);
}

const WHAT = ["key", "operation", "key", "field"];

function readCorrections(file: string): Partial<Record<OperationName, Correction>> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new ConfigurationError([
      `the contract file ${file} can't be read (${code}): correct apptego:contract or APPTEGO_CONTRACT`,
    ]);
  }

  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number | undefined): string => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new ConfigurationError(document.errors.map((error) => `${place(error.pos[0])}: ${error.message}`));
  }

  const parsed = ContractFile.safeParse(document.toJS());
  if (!parsed.success) {
    throw new ConfigurationError(
      parsed.error.issues.flatMap((issue) => {
        if (issue.code !== "unrecognized_keys") {
          const key = issue.path.length === 0 ? "the file" : issue.path.join(".");
          return [`${place(nodeAt(document, issue.path)?.range?.[0])}: ${key}: ${issue.message}`];
        }
        const known = knownKeysAt(issue.path);
        const what = WHAT[issue.path.length] ?? "key";
        return issue.keys.map((key) => {
          const allowed = known.length === 0 ? "there is none here" : `known: ${known.join(", ")}`;
          const where = place(nodeAt(document, issue.path, key)?.range?.[0]);
          return `${where}: ${[...issue.path, key].join(".")}: unknown ${what} "${key}"${didYouMean(key, known)}; ${allowed}`;
        });
      }),
    );
  }

  const corrections = parsed.data.operations as Partial<Record<OperationName, Correction>>; // the schema has just these keys
  const problems = operationNames.flatMap((name) => problemsOf(name, corrections[name] ?? {}));
  if (problems.length > 0) {
    throw new ConfigurationError(
      problems.map(
        ({ path, message }) => `${place(nodeAt(document, path)?.range?.[0])}: ${path.join(".")}: ${message}`,
      ),
    );
  }
  return corrections;
}

/**
 * The contract, with the corrections of a YAML or JSON file where one is given.
 * Throws a ConfigurationError that lists every mistake with file, line, column and key.
 */
export function loadContract(file?: string): Contract {
  if (file === undefined) return operations;
  const corrections = readCorrections(file);
  const corrected = operationNames.map((name) => {
    const { request, reply, ...rest } = corrections[name] ?? {};
    const changes = {
      ...rest,
      ...(request && { requestNames: request }),
      ...(reply && { replyNames: reply }),
    };
    return [name, { ...operations[name], ...changes }];
  });
  return Object.fromEntries(corrected) as Contract; // the same keys and schemas as `operations`
}

export { renameKeys, restoreKeys } from "./field-names";
