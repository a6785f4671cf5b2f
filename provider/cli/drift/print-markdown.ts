import { code, fitting, markdownTable, markdownText } from "../terminal/markdown";
import type { DriftReport } from "./report";
import { adviceOf, remarksOf, summaryOf, whatOf } from "./words";

/** An issue's body holds 65,536 characters at most (GitHub); the rest is for what stands around it. */
const LONGEST = 60_000;

/** The report as Markdown: below 60,000 characters, the summary always whole. */
export function printedMarkdown(report: DriftReport): string {
  const { findings, tenant, stacks, kinds } = report;
  const several = stacks.length > 1;
  const rows = findings.map(({ stack = "", resource, ...finding }) => [
    finding.escalates ? `**${finding.status}**` : finding.status,
    finding.kind,
    code(finding.name),
    resource === undefined ? "" : code(several ? `${stack}: ${resource}` : resource),
    markdownText(whatOf(finding)),
  ]);
  const perKind = kinds.map(({ kind, listed, managed, unmanaged, coverage }) => [
    ...[kind, listed === null ? "unknown" : String(listed), String(managed), String(unmanaged)],
    coverage === null ? "" : `${coverage} %`,
  ]);
  const right = { align: "right" } as const;
  const head = [
    `### AppTego drift`,
    `Tenant ${code(tenant)}, ${several ? "stacks" : "stack"} ${stacks.map(code).join(", ")}`,
    `**${summaryOf(report)}**`,
  ];
  const tail = [
    ...[...remarksOf(report).slice(0, 50).map(markdownText), ...adviceOf(report)].map((line) => `- ${line}`),
    "",
    "<details><summary>Coverage by kind</summary>",
    "",
    markdownTable(
      [
        { title: "Kind" },
        { title: "In the tenant", ...right },
        { title: "Managed", ...right },
        { title: "Unmanaged", ...right },
        { title: "Coverage", ...right },
      ],
      perKind,
    ),
    "",
    "</details>",
  ];
  const around = [...head, ...tail].join("\n\n").length + 500;
  const shown = fitting(rows, LONGEST - around);
  const columns = ["Status", "Kind", "Name", several ? "Stack: resource" : "Resource", "What"];
  const left = rows.length - shown.length;
  return [
    head.join("\n\n"),
    ...(shown.length > 0
      ? [
          "",
          markdownTable(
            columns.map((title) => ({ title })),
            shown,
          ),
        ]
      : []),
    ...(left > 0 ? ["", `… and ${left} more: see the report as JSON.`] : []),
    "",
    ...tail,
  ].join("\n");
}
