import { z } from "zod";
import { code, markdownTable, markdownText } from "../terminal/markdown";
import { type Cell, type Column, table } from "../terminal/table";
import type { Terminal } from "../terminal/terminal";
import type { Credential } from "./credentials";

const RotateReport = z
  .object({
    takenAt: z.iso.datetime(),
    maxAgeDays: z.int(),
    stacks: z.array(z.string()),
    applied: z.boolean().describe("Whether --apply was given."),
    credentials: z.array(
      z.object({
        stack: z.string(),
        urn: z.string(),
        kind: z.enum(["token", "key"]),
        id: z.string(),
        resource: z.string().describe("The resource's name in the program."),
        title: z.string().describe("As AppTego shows it; empty where the state keeps it secret."),
        issuedAt: z.string().optional(),
        ageDays: z.int().optional().describe("Left out where it isn't known."),
        status: z
          .enum(["due", "requested", "fresh", "unknown"])
          .describe("requested: due, and written as to be rotated, but not carried out by `pulumi up`."),
        notes: z.array(z.string()),
      }),
    ),
  })
  .meta({ title: "Report of apptego rotate", description: "How old the credentials of stacks are." });
export type RotateReport = z.output<typeof RotateReport>;

/** The JSON schema of `--output json`: `schemas/rotate.schema.json`. */
export function rotateJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(RotateReport, { io: "input" }) };
}

/** The report of one look. */
export function reportOf(
  credentials: readonly Credential[],
  look: { now: Date; maxAge: number; stacks: readonly string[]; applied: boolean },
): RotateReport {
  const { now, maxAge, stacks, applied } = look;
  return RotateReport.parse({
    ...{ takenAt: now.toISOString(), maxAgeDays: maxAge, stacks, applied },
    credentials,
  });
}

/** As in "2 of 5 credentials are 90 days old or older; 1 more of unknown age". */
export function summaryOf({ credentials, maxAgeDays }: RotateReport): string {
  const count = (...statuses: string[]) =>
    credentials.filter(({ status }) => statuses.includes(status)).length;
  const old = count("due", "requested");
  const requested = count("requested");
  const unknown = count("unknown");
  const of = `${old} of ${credentials.length} ${credentials.length === 1 ? "credential" : "credentials"}`;
  return [
    `${of} ${old === 1 ? "is" : "are"} ${maxAgeDays} ${maxAgeDays === 1 ? "day" : "days"} old or older`,
    ...(requested > 0 ? [`${requested} of them to be rotated by the next pulumi up`] : []),
    ...(unknown > 0 ? [`${unknown} of unknown age`] : []),
  ].join("; ");
}

const columnsOf = ({ stacks }: RotateReport): Column[] => [
  { title: "Status" },
  { title: "Age", align: "right" },
  { title: "Issued" },
  { title: "Kind" },
  { title: "Name" },
  { title: stacks.length > 1 ? "Stack: resource" : "Resource" },
  { title: "What to do" },
];

function cellsOf(
  { status, ageDays, issuedAt, kind, title, stack, resource, notes }: RotateReport["credentials"][number],
  { stacks }: RotateReport,
) {
  const age = ageDays === undefined ? "?" : `${ageDays} d`;
  return {
    status,
    age,
    issued: issuedAt?.slice(0, 10) ?? "?",
    kind,
    title,
    place: stacks.length > 1 ? `${stack}: ${resource}` : resource,
    note: notes.join("; "),
  };
}

/** The report for a terminal. */
export function printedTable(terminal: Pick<Terminal, "columns" | "colours">, report: RotateReport): string {
  const { yellow, red, dim } = terminal.colours;
  const styles = { due: red, requested: yellow, unknown: yellow, fresh: dim };
  const rows = report.credentials.map((credential): Cell[] => {
    const { status, age, issued, kind, title, place, note } = cellsOf(credential, report);
    return [{ text: status, style: styles[status] }, age, issued, kind, title, place, note];
  });
  return [summaryOf(report), ...(rows.length > 0 ? ["", table(terminal, columnsOf(report), rows)] : [])].join(
    "\n",
  );
}

/** The report as Markdown. */
export function printedMarkdown(report: RotateReport): string {
  const rows = report.credentials.map((credential) => {
    const { status, age, issued, kind, title, place, note } = cellsOf(credential, report);
    return [status, age, issued, kind, title === "" ? "" : code(title), code(place), markdownText(note)];
  });
  return [
    "### Age of credentials",
    `**${summaryOf(report)}**`,
    ...(rows.length > 0 ? [markdownTable(columnsOf(report), rows)] : []),
  ].join("\n\n");
}
