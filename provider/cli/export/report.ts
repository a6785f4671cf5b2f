import { z } from "zod";
import { DRIFT_KINDS, KINDS } from "../drift/kinds";
import { code, markdownTable, markdownText } from "../terminal/markdown";
import { safe } from "../terminal/safe";
import type { FilePlan } from "./files";
import type { Selection } from "./objects";
import { FORMS, type Form } from "./project";

const Kind = z.enum(KINDS);
const ExportReport = z
  .object({
    tenant: z.string().describe("The tenant's id."),
    form: z.enum(FORMS),
    folder: z.string(),
    written: z
      .boolean()
      .describe("False where nothing was, as files are there already or --dry-run asked for it."),
    files: z.array(
      z.object({
        file: z.string(),
        status: z.enum(["new", "same", "differs"]).describe("What was there before."),
      }),
    ),
    objects: z.array(
      z.object({
        kind: Kind,
        id: z.string(),
        name: z.string().describe("In the program."),
        title: z.string().describe("In AppTego."),
        protect: z.boolean(),
      }),
    ),
    skipped: z
      .array(z.object({ kind: Kind, id: z.string(), title: z.string(), reason: z.string() }))
      .describe("What no program can hold."),
    unplanned: z.array(z.string()).describe("The kinds that the tenant's plan doesn't have."),
  })
  .meta({ title: "Report of apptego export", description: "What was exported, and to which files." });
export type ExportReport = z.output<typeof ExportReport>;

/** The JSON schema of `--output json`: `schemas/export.schema.json`. */
export function exportJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(ExportReport, { io: "input" }) };
}

/** The report of one export. */
export function reportOf(
  { objects, skipped, unplanned }: Selection,
  target: { tenant: string; form: Form; folder: string; written: boolean; files: readonly FilePlan[] },
): ExportReport {
  return ExportReport.parse({ ...target, objects, skipped, unplanned });
}

/** As in "2 users, 1 API token". */
export function countsOf({ objects }: Pick<ExportReport, "objects">): string {
  const counts = KINDS.flatMap((kind) => {
    const count = objects.filter((object) => object.kind === kind).length;
    const { noun, nouns } = DRIFT_KINDS[kind];
    return count === 0 ? [] : [`${count} ${count === 1 ? noun : nouns}`];
  });
  return counts.length === 0 ? "nothing" : counts.join(", ");
}

const doneTo = (written: boolean) => ({
  new: written ? "written" : "would be written",
  same: "is there already",
  differs: written ? "replaced" : "is there and differs",
});

function remarksOf({ skipped, unplanned }: ExportReport): string[] {
  return [
    ...skipped.map(({ kind, title, reason }) => `Left out: ${DRIFT_KINDS[kind].noun} ${title}: ${reason}.`),
    ...(unplanned.length > 0 ? [`The tenant's plan has no ${unplanned.join(", ")}.`] : []),
  ];
}

/** The report for a terminal. */
export function printedTable(report: ExportReport): string {
  const { tenant, folder, written, files } = report;
  const words = doneTo(written);
  return [
    `Tenant ${tenant}: ${countsOf(report)}, as a Pulumi program in ${folder}`,
    ...files.map(({ file, status }) => `  ${file.padEnd(14)}${words[status]}`),
    ...remarksOf(report),
  ]
    .map(safe)
    .join("\n");
}

/** The report as Markdown. */
export function printedMarkdown(report: ExportReport): string {
  const { tenant, folder, written, files } = report;
  const words = doneTo(written);
  return [
    "### AppTego export",
    `Tenant ${code(tenant)}: ${countsOf(report)}, as a Pulumi program in ${code(folder)}`,
    markdownTable(
      [{ title: "File" }, { title: "What" }],
      files.map(({ file, status }) => [code(file), words[status]]),
    ),
    ...remarksOf(report).map((remark) => `- ${markdownText(remark)}`),
  ].join("\n\n");
}
