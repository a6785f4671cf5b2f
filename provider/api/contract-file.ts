import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Contract, NextPage, Operation, OperationName, TenantLimits } from "./contract";
import { LIMITS, operations } from "./contract";
import { didYouMean } from "./did-you-mean";
import { ConfigurationError } from "./errors";
import { correctionProblems } from "./correction-problems";
import { fieldsOf } from "./field-names";
import { nodeAt, yaml } from "./yaml-node";

const operationNames = Object.keys(operations) as OperationName[];

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

function contractFile() {
  return z
    .strictObject({
      $schema: z.string().optional().describe("The JSON schema, for editors."),
      operations: z
        .strictObject(Object.fromEntries(operationNames.map((name) => [name, correctionOf(name).optional()])))
        .default({})
        .describe("The operations that differ from what this provider assumes."),
      limits: z
        .strictObject({
          apiTokens: z.int().positive().optional().describe("API tokens; 20 if left out."),
          automationKeys: z.int().positive().optional().describe("Automation keys; 10 if left out."),
        })
        .default({})
        .describe("How many your tenant may hold, where that was agreed otherwise."),
    })
    .meta({
      title: "Corrections of the AppTego contract",
      description: "Named by apptego:contract or APPTEGO_CONTRACT.",
    });
}

type Names = Readonly<Record<string, string>>;
type Correction = z.output<ReturnType<typeof correctionOf>> & {
  readonly request?: Names;
  readonly reply?: Names;
  readonly nextPage?: Partial<NextPage>;
};

/** The JSON schema of a correction file, for editors: `schemas/contract.schema.json`. */
export function contractJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(contractFile(), { io: "input" }) };
}

function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const [, name, side] = path.map(String);
  if (path.length === 0) return ["operations", "limits"];
  if (path[0] === "limits") return ["apiTokens", "automationKeys"];
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

const WHAT = ["key", "operation", "key", "field"];

function readCorrections(file: string): {
  readonly operations: Partial<Record<OperationName, Correction>>;
  readonly limits: z.output<ReturnType<typeof contractFile>>["limits"];
} {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new ConfigurationError([
      `the contract file ${file} can't be read (${code}): correct apptego:contract or APPTEGO_CONTRACT`,
    ]);
  }

  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number | undefined): string => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new ConfigurationError(document.errors.map((error) => `${place(error.pos[0])}: ${error.message}`));
  }

  const parsed = contractFile().safeParse(document.toJS());
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
  const problems = operationNames.flatMap((name) => correctionProblems(name, corrections[name] ?? {}));
  if (problems.length > 0) {
    throw new ConfigurationError(
      problems.map(
        ({ path, message }) => `${place(nodeAt(document, path)?.range?.[0])}: ${path.join(".")}: ${message}`,
      ),
    );
  }
  return { operations: corrections, limits: parsed.data.limits };
}

/**
 * The contract, with the corrections of a YAML or JSON file where one is given.
 * Throws a ConfigurationError that lists every mistake with file, line, column and key.
 */
export function loadContract(file?: string): Contract {
  if (file === undefined) return operations;
  const { operations: corrections } = readCorrections(file);
  const corrected = operationNames.map((name) => {
    const { request, reply, nextPage, ...rest } = corrections[name] ?? {};
    const assumed: Operation = operations[name];
    const changes = {
      ...rest,
      ...(request && { requestNames: request }),
      ...(reply && { replyNames: reply }),
      ...(nextPage && assumed.nextPage && { nextPage: { ...assumed.nextPage, ...nextPage } }),
    };
    return [name, { ...operations[name], ...changes }];
  });
  return Object.fromEntries(corrected) as Contract; // the same keys and schemas as `operations`
}

/**
 * How many a tenant may hold: AppTego's limits, or what the same file says of your tenant.
 * Throws the same ConfigurationError.
 */
export function loadLimits(file?: string): TenantLimits {
  const limits = file === undefined ? {} : readCorrections(file).limits;
  return {
    apiTokens: limits.apiTokens ?? LIMITS.apiTokens,
    automationKeys: limits.automationKeys ?? LIMITS.automationKeys,
  };
}

export { renameKeys, restoreKeys } from "./field-names";
