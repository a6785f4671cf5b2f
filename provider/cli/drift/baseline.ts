import { readFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { samePermissions } from "../../api/permissions";
import { UsageError } from "../exit-codes";
import { json } from "../terminal/output";
import { permissionChange, permissionsIn } from "./changes";
import type { Outcome } from "./find-drift";
import { KINDS } from "./kinds";
import { writeText } from "./write-outputs";

const ACCEPTABLE = ["changed", "missing", "unmanaged"] as const;

const Entry = z.strictObject({
  status: z.enum(ACCEPTABLE),
  kind: z.enum(KINDS),
  id: z.string().min(1),
  name: z.string().describe("For people: the id is what counts."),
  permissions: z.array(z.string()).optional().describe("What it was allowed to do when it was accepted."),
  enabled: z.boolean().optional(),
  changes: z
    .array(z.strictObject({ property: z.string(), after: z.unknown() }))
    .optional()
    .describe("What differed when it was accepted."),
});
const Baseline = z
  .strictObject({
    $schema: z.string().optional().describe("The JSON schema, for editors."),
    tenant: z.string().describe("The tenant's id."),
    writtenAt: z.iso.datetime(),
    accepted: z.array(Entry),
  })
  .meta({ title: "A baseline of apptego drift", description: "What was known and accepted on a day." });

/** What is known and accepted: it is reported again only when it changes. */
export type Baseline = z.output<typeof Baseline>;

/** The JSON schema of the file: `schemas/drift-baseline.schema.json`. */
export function baselineJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(Baseline, { io: "input" }) };
}

/** All that is found now, as what is known: what is unknown is never accepted. */
export function baselineOf(tenant: string, outcomes: readonly Outcome[], now: Date): Baseline {
  const accepted = outcomes.flatMap((outcome) => {
    const status = ACCEPTABLE.find((one) => one === outcome.status);
    if (status === undefined) return [];
    const { kind, id, name, permissions, enabled, changes } = outcome;
    return [
      {
        ...{ status, kind, id, name },
        ...(permissions && { permissions: [...permissions] }),
        ...(enabled !== undefined && { enabled }),
        ...(changes.length > 0 && {
          changes: changes.map(({ property, after }) => ({ property, after: after ?? null })),
        }),
      },
    ];
  });
  const order = (entry: { kind: string; status: string; id: string }) =>
    `${entry.kind} ${entry.status} ${entry.id}`;
  accepted.sort((one, other) => (order(one) < order(other) ? -1 : 1));
  return { tenant, writtenAt: now.toISOString(), accepted };
}

/**
 * The baseline of a file.
 *
 * @throws UsageError when it can't be read, isn't one, or is another tenant's
 */
export async function readBaseline(folder: string, file: string, tenant: string): Promise<Baseline> {
  const problem = (why: string) => new UsageError(`Reading the baseline ${file}: ${why}`);
  let text: string;
  try {
    text = await readFile(path.resolve(folder, file), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw problem(`it can't be read (${code}). Write one with --write-baseline ${file}`);
  }
  const parsed = Baseline.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw problem(
      `${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "invalid"}. Write it anew with --write-baseline`,
    );
  }
  if (parsed.data.tenant !== tenant)
    throw problem(`it is of the tenant ${parsed.data.tenant}, this is ${tenant}. Name that one's`);
  return parsed.data;
}

/** Writes a baseline. @throws Error when it can't be written */
export async function writeBaseline(folder: string, file: string, baseline: Baseline): Promise<void> {
  await writeText(
    { cwd: folder },
    file,
    `${json(baseline)}
`,
    "Writing the baseline",
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Compares what is found with what is known. */
export function againstBaseline({ accepted }: Baseline, outcome: Outcome): Outcome | "accepted" {
  const entry = accepted.find(
    ({ status, kind, id }) => status === outcome.status && kind === outcome.kind && id === outcome.id,
  );
  if (entry === undefined) return outcome;
  if (entry.status === "missing") return "accepted";
  if (entry.status === "changed") {
    const now = outcome.changes.map(({ property, after }) => ({ property, after: after ?? null }));
    return isDeepStrictEqual(entry.changes ?? [], now) ? "accepted" : outcome;
  }
  const before = permissionsIn(entry.permissions);
  const after = outcome.permissions ?? [];
  const sameRights = samePermissions(before, after);
  if (sameRights && entry.enabled === outcome.enabled) return "accepted";
  const changes = [
    ...(sameRights ? [] : [{ property: "permissions", before, after, ...permissionChange(before, after) }]),
    ...(entry.enabled === outcome.enabled
      ? []
      : [{ property: "enabled", before: entry.enabled, after: outcome.enabled }]),
  ];
  return { ...outcome, changes, notes: [...outcome.notes, "it changed since the baseline was written"] };
}

/** What was accepted and is no more, as in "user bob@acme.test". */
export function outdatedEntries({ accepted }: Baseline, outcomes: readonly Outcome[]): string[] {
  return accepted
    .filter(
      ({ status, kind, id }) =>
        !outcomes.some((one) => one.kind === kind && one.id === id && one.status === status) &&
        !outcomes.some((one) => one.kind === kind && one.id === "" && one.status === "unknown"),
    )
    .map(({ kind, name }) => `${kind} ${name}`);
}
