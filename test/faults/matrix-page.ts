import { MATRIX } from "./matrix";
import { byColumn, COLUMNS, type Column, type Row, VERDICTS } from "./terms";

const columns = Object.keys(COLUMNS) as Column[];

/** What shows one cell: the verdicts of its plays and of the files that show it, each once. */
export function shownIn({ plays = [], files = {} }: Row, column: Column): string[] {
  const entries = [...plays.map(({ is }) => is), ...Object.values(files)].map((is) => byColumn(is)[column]);
  return [...new Set(entries.filter((entry) => entry !== "-"))];
}

/** docs/fault-matrix.md: the matrix as a table. */
export function matrixPage(): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = Object.entries(MATRIX).map(([id, row]) => {
    const played = row.plays === undefined ? [] : ["played"];
    const files = Object.keys(row.files ?? {}).map((file) => `\`${file}\``);
    return line([
      `${id} ${row.fault}`,
      ...columns.map((column) => shownIn(row, column).join(", ") || "–"),
      [...played, ...files].join(", "),
    ]);
  });
  const text = [
    "<!-- Held true by test/faults/matrix.test.ts; `npx vitest run test/faults/matrix.test.ts -u` writes it. Do not edit. -->",
    "# The fault matrix",
    "What can go wrong, and what must come of it. Each cell is a test: `played` ones stand in test/faults/rows-of-*.ts as data and are played for each resource type on the sandbox, over TCP; the others stand in the file that is named. A cell with two verdicts is played in two ways, such as once and for ever.",
    Object.entries(VERDICTS)
      .map(([verdict, meaning]) => `- **${verdict}** ${meaning}`)
      .join("\n"),
    [
      line(["Fault", ...columns.map((column) => COLUMNS[column]), "Shown by"]),
      line(["Fault", ...columns, ""].map(() => "---")),
      ...rows,
    ].join("\n"),
  ];
  return `${text.join("\n\n")}\n`;
}
