import stringWidth from "string-width";
import { heldBy, permissionLabel, PERMISSIONS } from "../../access/model";
import { type AccessRow, type Mark, markOf } from "../../access/rows";
import { safe } from "../terminal/safe";
import { type Cell, table } from "../terminal/table";
import type { Terminal } from "../terminal/terminal";
import type { AccessReport } from "./report";
import { escalationsOf, kindOf, sentencesOf, unknownKeys } from "./words";

type Colours = Terminal["colours"];

function markCell(mark: Mark, { green, red }: Colours): Cell {
  if (mark === "gained") return { text: "+ yes", style: green };
  if (mark === "lost") return { text: "- no", style: red };
  return mark === "held" ? "yes" : "";
}

/** One row a subject, one column a permission. */
function matrix(terminal: Terminal, rows: readonly AccessRow[]): string {
  const keys = [...PERMISSIONS, ...unknownKeys(rows)];
  const columns = ["Name", "Kind", ...keys.map(permissionLabel)].map((title) => ({ title }));
  return table(
    terminal,
    columns,
    rows.map((row) => [
      row.name,
      kindOf(row),
      ...keys.map((key) => (row.unreadable ? "?" : markCell(markOf(row, key), terminal.colours))),
    ]),
  );
}

/** What a subject gained and lost, in words; green where it only gained, red where it only lost. */
function changeCell({ gained, lost }: AccessRow, { green, red, yellow }: Colours): Cell {
  const text = [
    ...gained.map((key) => `+ ${permissionLabel(key)}`),
    ...lost.map((key) => `- ${permissionLabel(key)}`),
  ].join(", ");
  return { text, style: lost.length === 0 ? green : gained.length === 0 ? red : yellow };
}

/** One row a subject, its permissions in words: for terminals that are narrower than the matrix. */
function list(terminal: Terminal, rows: readonly AccessRow[], compared: boolean): string {
  const columns = ["Name", "Kind", "May", ...(compared ? ["Change"] : [])];
  return table(
    terminal,
    columns.map((title) => ({ title })),
    rows.map((row) => [
      row.name,
      kindOf(row),
      row.unreadable ? "?" : heldBy(row).map(permissionLabel).join(", ") || "nothing",
      ...(compared ? [changeCell(row, terminal.colours)] : []),
    ]),
  );
}

function fits(columns: number, rows: readonly AccessRow[]): boolean {
  const widest = (texts: string[]) =>
    texts.reduce((most, text) => Math.max(most, stringWidth(safe(text))), 4);
  const marks = [...PERMISSIONS, ...unknownKeys(rows)].map((key) => stringWidth(permissionLabel(key)));
  const widths = [widest(rows.map(({ name }) => name)), widest(rows.map(kindOf)), ...marks];
  return widths.reduce((sum, width) => sum + width + 2, -2) <= columns;
}

/** The report for a terminal: a matrix where it is wide enough, else each with its permissions in words. */
export function printedTable(terminal: Terminal, report: AccessReport): string {
  const { rows, comparedTo } = report;
  const { bold, yellow } = terminal.colours;
  const escalations = escalationsOf(rows).map(({ name, gains }) =>
    yellow(`  ${safe(name)} gains ${safe(gains)}`),
  );
  const body = fits(terminal.columns, rows)
    ? matrix(terminal, rows)
    : list(terminal, rows, comparedTo !== undefined);
  return [
    ...(escalations.length === 0 ? [] : [bold(yellow("Escalations:")), ...escalations, ""]),
    ...(rows.length === 0 ? [] : [body, ""]),
    ...sentencesOf(report).map(safe),
  ].join("\n");
}
