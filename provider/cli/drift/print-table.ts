import { type Column, type Cell, table } from "../terminal/table";
import type { Terminal } from "../terminal/terminal";
import type { DriftReport, Finding } from "./report";
import { adviceOf, remarksOf, summaryOf, whatOf } from "./words";

/** The report for a terminal. */
export function printedTable(terminal: Pick<Terminal, "columns" | "colours">, report: DriftReport): string {
  const { colours } = terminal;
  const { findings, stacks, tenant } = report;
  const style = ({ status, escalates }: Finding) =>
    escalates || status === "missing" ? colours.red : status === "unmanaged" ? colours.cyan : colours.yellow;
  const columns: Column[] = [
    { title: "Status" },
    { title: "Kind" },
    { title: "Name" },
    { title: stacks.length > 1 ? "Stack: resource" : "Resource" },
    { title: "What" },
  ];
  const rows = findings.map((finding): Cell[] => {
    const { status, kind, name, stack = "", resource } = finding;
    const place = resource === undefined ? "" : stacks.length > 1 ? `${stack}: ${resource}` : resource;
    return [{ text: status, style: style(finding) }, kind, name, place, whatOf(finding)];
  });
  return [
    `Tenant ${tenant}, ${stacks.length === 1 ? "stack" : "stacks"} ${stacks.join(", ")}`,
    summaryOf(report),
    ...(rows.length > 0 ? ["", table(terminal, columns, rows), ""] : []),
    ...remarksOf(report),
    ...adviceOf(report),
  ].join("\n");
}
