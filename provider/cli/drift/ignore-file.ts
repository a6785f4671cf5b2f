import { readFile } from "node:fs/promises";
import path from "node:path";
import picomatch from "picomatch";
import { z } from "zod";
import { didYouMean } from "../../api/did-you-mean";
import { parseSource, type Source } from "../../tenant-access/source";
import { UsageError } from "../exit-codes";
import type { Outcome } from "./find-drift";
import { KINDS } from "./kinds";

/** Where the rules stand, where no file is named: in the folder of the Pulumi project. */
export const IGNORE_FILE = ".apptegoignore";

const KIND_NAMES = [...KINDS, "*"] as const;
const IGNORABLE = ["changed", "missing", "unmanaged"] as const;

const Rule = z.strictObject({
  kind: z
    .enum(KIND_NAMES, { error: ({ input }) => notOneOf(input, KIND_NAMES) })
    .describe("What it is about; * for all of them."),
  pattern: z
    .string({ error: "must be a text, such as *@contractors.acme.test: quote what begins with a *" })
    .min(1, "must not be empty")
    .describe("The name (e-mail address, name of the token or key, group) or the id; * and ? as in a shell."),
  reason: z
    .string({ error: "is missing: say why nobody needs to see it" })
    .refine((text) => text.trim() !== "", "is missing: say why nobody needs to see it")
    .describe("Why nobody needs to see it."),
  expires: z.iso
    .date({ error: "must be a day, such as 2030-12-31" })
    .optional()
    .describe("The last day on which the rule holds (UTC); afterwards it is reported and does nothing."),
  only: z
    .array(z.enum(IGNORABLE, { error: ({ input }) => notOneOf(input, IGNORABLE) }))
    .min(1, "must not be empty: leave it out for all")
    .optional()
    .describe("Which findings the rule is about; all if left out. What is unknown is never ignored."),
});
const Rules = z.array(Rule, { error: "must be a list of rules, each beginning with - kind: …" }).meta({
  title: "Rules of .apptegoignore",
  description: "What `apptego drift` doesn't report.",
});

function notOneOf(input: unknown, known: readonly string[]): string {
  const guess = typeof input === "string" ? didYouMean(input, known) : "";
  return `must be one of ${known.join(", ")}${guess}`;
}

/** A rule, and what it is good for today. */
export interface IgnoreRule extends z.output<typeof Rule> {
  /** `file:line`. */
  readonly place: string;
  readonly isExpired: boolean;
  readonly covers: (outcome: Outcome) => boolean;
}

/** The JSON schema of the file, for editors: `schemas/apptegoignore.schema.json`. */
export function ignoreJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(Rules, { io: "input" }) };
}

/** Patterns are for names, not for paths: no character is special in a name. */
const AS_NAMES = { bash: true, dot: true, nobracket: true, noextglob: true, nonegate: true, windows: false };

function ruleFrom(rule: z.output<typeof Rule>, place: string, today: string): IgnoreRule {
  const { kind, pattern, only, expires } = rule;
  const isMatch = picomatch(pattern, { ...AS_NAMES, nocase: true });
  const covers = (outcome: Outcome) =>
    (kind === "*" || kind === outcome.kind) &&
    (only ?? IGNORABLE).some((status) => status === outcome.status) &&
    outcome.names.some((name) => name === pattern || isMatch(name));
  return { ...rule, place, covers, isExpired: expires !== undefined && expires < today };
}

/**
 * The rules of a text.
 *
 * @param today ISO 8601, a day
 * @throws UsageError that lists every mistake with file, line and column
 */
export function parseRules(file: string, text: string, today: string): IgnoreRule[] {
  const source: Source = parseSource(text);
  const refuse = (problems: readonly (readonly [offset: number, message: string])[]) =>
    new UsageError(
      problems.map(([offset, message]) => `${file}:${source.position(offset)}: ${message}`).join("\n"),
    );
  if (source.faults.length > 0)
    throw refuse(source.faults.map(({ offset, message }) => [offset, message] as const));
  const parsed = Rules.safeParse(source.value ?? []);
  if (!parsed.success)
    throw refuse(
      parsed.error.issues.flatMap((issue) => {
        const where = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
        if (issue.code !== "unrecognized_keys")
          return [[source.offsetOf(where, false), `${String(where.at(-1) ?? "the file")}: ${issue.message}`]];
        return issue.keys.map((key) => [
          source.offsetOf([...where, key], true),
          `${key}: there is no such key${didYouMean(key, Object.keys(Rule.shape))}; known: ${Object.keys(Rule.shape).join(", ")}`,
        ]);
      }),
    );
  return parsed.data.map((rule, at) => {
    const [line = ""] = source.position(source.offsetOf([at], false)).split(":");
    return ruleFrom(rule, `${file}:${line}`, today);
  });
}

/**
 * The rules of the file that is named, or of `.apptegoignore` where there is one.
 *
 * @throws UsageError when a named file can't be read, or a rule is wrong
 */
export async function readRules(
  folder: string,
  named: string | undefined,
  today: string,
): Promise<IgnoreRule[]> {
  const file = named ?? IGNORE_FILE;
  try {
    return parseRules(file, await readFile(path.resolve(folder, file), "utf8"), today);
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "unknown error";
    if (named === undefined && code === "ENOENT") return [];
    throw new UsageError(`Reading the rules of ${file}: it can't be read (${code}). Name another file.`);
  }
}
