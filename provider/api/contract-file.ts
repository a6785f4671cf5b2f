import { readFileSync } from "node:fs";
import type { z } from "zod";
import type { Contract, Operation, OperationName, TenantLimits } from "./contract";
import { LATE_MS, LIMITS, operations } from "./contract";
import {
  type Correction,
  contractFile,
  kindOfKeyAt,
  knownKeysAt,
  operationNames,
} from "./contract-file-schema";
import { didYouMean } from "./did-you-mean";
import { ConfigurationError } from "./errors";
import { correctionProblems } from "./correction-problems";
import { nodeAt, yaml } from "./yaml-node";

function readCorrections(file: string): {
  readonly operations: Partial<Record<OperationName, Correction>>;
  readonly limits: z.output<ReturnType<typeof contractFile>>["limits"];
  readonly timing: z.output<ReturnType<typeof contractFile>>["timing"];
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
        return issue.keys.map((key) => {
          const allowed = known.length === 0 ? "there is none here" : `known: ${known.join(", ")}`;
          const where = place(nodeAt(document, issue.path, key)?.range?.[0]);
          return `${where}: ${[...issue.path, key].join(".")}: unknown ${kindOfKeyAt(issue.path)} "${key}"${didYouMean(key, known)}; ${allowed}`;
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
  const { limits, timing } = parsed.data;
  return { operations: corrections, limits, timing };
}

/** What holds for a user's AppTego: what this provider assumes, with the corrections of a file. */
export interface ContractFile {
  readonly contract: Contract;
  /** How many a tenant may hold. */
  readonly limits: TenantLimits;
  /** How long AppTego may still do what it was asked for, in milliseconds. */
  readonly lateMs: number;
}

/**
 * What is assumed, with the corrections of a YAML or JSON file where one is given.
 * Throws a ConfigurationError that lists every mistake with file, line, column and key.
 */
export function loadContractFile(file?: string): ContractFile {
  const { apiTokens, automationKeys } = LIMITS;
  if (file === undefined)
    return { contract: operations, limits: { apiTokens, automationKeys }, lateMs: LATE_MS };
  const { operations: corrections, limits, timing } = readCorrections(file);
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
  return {
    contract: Object.fromEntries(corrected) as Contract, // the same keys and schemas as `operations`
    limits: {
      apiTokens: limits.apiTokens ?? apiTokens,
      automationKeys: limits.automationKeys ?? automationKeys,
    },
    lateMs: timing.lateSeconds === undefined ? LATE_MS : timing.lateSeconds * 1_000,
  };
}

/** The operations alone of {@link loadContractFile}. Throws the same ConfigurationError. */
export function loadContract(file?: string): Contract {
  return loadContractFile(file).contract;
}

export { renameKeys, restoreKeys } from "./field-names";
