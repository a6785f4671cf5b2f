import { z } from "zod";
import { accessRows, type AccessRow } from "../../access/rows";
import { publishedRow, Row } from "../access/report";
import type { ExitName } from "../exit-codes";
import { accessOf, fateOf, leaves } from "./access-of";
import { changeHash } from "./change-hash";
import { CREDENTIAL_EVENTS, credentialsOf, resourceLabel } from "./credentials";
import { judgeRails, type Rails } from "./rails";
import type { Preview } from "./read-preview";

const ReportShape = z
  .object({
    version: z.literal(1),
    project: z.string(),
    stack: z.string(),
    hash: z
      .string()
      .describe("64 hexadecimal digits: the same for two previews of the same change. For --expect."),
    verdict: z
      .enum(["nothing", "changes", "refused"])
      .describe("nothing: nobody gains or loses anything, and no credential changes. refused: by a rail."),
    isWhole: z
      .boolean()
      .describe(
        "Whether the preview lists what stays, too (--show-sames): else `access` holds only what changes.",
      ),
    access: z.array(Row).describe("Who may do what afterwards, and what each gains and loses."),
    credentials: z.array(
      z.object({
        kind: z.enum(["API token", "automation key"]),
        name: z.string(),
        resource: z.string().describe("The resource's name in the program."),
        urn: z.string(),
        what: z.enum(CREDENTIAL_EVENTS),
        gap: z.boolean().describe("Whether nothing works between the old one and the new one."),
        consumers: z.array(z.string()).describe("The resources that take its outputs."),
      }),
    ),
    retained: z
      .array(z.object({ urn: z.string(), name: z.string() }))
      .describe("What leaves the stack and stays in the tenant, where nobody manages it any more."),
    rails: z.array(z.object({ rail: z.string(), holds: z.boolean(), says: z.string() })),
    others: z
      .array(z.object({ urn: z.string(), op: z.string() }))
      .describe("Other providers' resources that change."),
  })
  .meta({
    title: "What a preview changes of who may do what",
    description: "Printed by `apptego review --output json`.",
  });

/** What `apptego review --output json` prints: `schemas/review.schema.json`. */
export type PublishedReview = z.output<typeof ReportShape>;

/** What a change does, with the rows as they are shown. */
export interface ReviewReport extends Omit<PublishedReview, "access"> {
  readonly rows: readonly AccessRow[];
}

const isEvent = ({ state }: AccessRow) => state !== "same";

/** What a preview changes, and whether it keeps to the rails. */
export function reviewOf(preview: Preview, rails: Rails = {}): ReviewReport {
  const { project, stack, isWhole, changes, others } = preview;
  const access = accessOf(preview);
  const same = new Set(changes.flatMap(({ op, urn }) => (op === "same" ? urn : [])));
  // A secret that stays is no change, though nobody can read it.
  const rows = accessRows(access.after, access.before).map((row) =>
    row.state === "unreadable" && same.has(row.urn ?? "") ? { ...row, state: "same" as const } : row,
  );
  const credentials = credentialsOf(preview).map((one) => ({ ...one, consumers: [...one.consumers] }));
  const retained = changes.flatMap((change) =>
    change.before !== undefined && leaves(change) && fateOf(change.before) === "retained"
      ? [{ urn: change.urn, name: resourceLabel(change.urn) }]
      : [],
  );
  const judged = judgeRails(rails, preview, access);
  const isNothing = !rows.some(isEvent) && credentials.length + retained.length === 0;
  const verdict = judged.some(({ holds }) => !holds) ? "refused" : isNothing ? "nothing" : "changes";
  return {
    ...{
      version: 1,
      project,
      stack,
      hash: changeHash(preview),
      verdict,
      isWhole,
      rows,
      credentials,
      retained,
    },
    rails: judged,
    others: [...others],
  };
}

/** The report as it is printed. */
export function publishedReview({ rows, ...report }: ReviewReport): PublishedReview {
  const { version, project, stack, hash, verdict, isWhole, ...lists } = report;
  const access = rows.map((row) => Row.parse(publishedRow(row)));
  return { version, project, stack, hash, verdict, isWhole, access, ...lists };
}

/** How the command ends; undefined where nothing needs anybody. */
export function exitOf({ verdict, hash }: ReviewReport, expected?: string): ExitName | undefined {
  if (expected !== undefined && expected !== hash) return "changed";
  return verdict === "refused" ? "refused" : undefined;
}

/** The JSON schema of the report: `schemas/review.schema.json`. */
export function reviewJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(ReportShape, { target: "draft-7" }) };
}
