import Table from "cli-table3";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import { safe } from "./safe";
import type { Terminal } from "./terminal";

/** A text, or a text and the colour that it is shown in. The text may be anybody's: it is made safe here. */
export type Cell = string | { readonly text: string; readonly style: (text: string) => string };

/** A column's title, and on which side its cells stand. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

const GAP = "  ";
/** A column isn't made narrower than this, even where the terminal is. */
const NARROWEST = 8;

const NO_LINES = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: GAP },
};

const textOf = (cell: Cell) => safe(typeof cell === "string" ? cell : cell.text);
const styleOf = (cell: Cell) => (typeof cell === "string" ? (text: string) => text : cell.style);

/** The widths that fit: the widest columns give way, so that short ones stay whole. */
function fit(natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1) - available;
  for (; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= NARROWEST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** A table without lines, as wide as the terminal at most: longer cells go on in the next line, and nothing is cut. */
export function table(
  { columns: available, colours }: Pick<Terminal, "columns" | "colours">,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): string {
  const head: Cell[] = columns.map(({ title }) => ({ text: title.toUpperCase(), style: colours.bold }));
  const all = [head, ...rows];
  const natural = columns.map((_, at) =>
    all.reduce((most, row) => Math.max(most, stringWidth(textOf(row[at] ?? ""))), 1),
  );
  const widths = fit(natural, available);
  const drawn = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
    colAligns: columns.map(({ align = "left" }) => align),
  });
  for (const row of all)
    drawn.push(
      widths.map((width, at) => {
        const cell = row[at] ?? "";
        const lines = wrapAnsi(textOf(cell), width, { hard: true }).split("\n");
        return lines.map((line) => (line === "" ? "" : styleOf(cell)(line))).join("\n");
      }),
    );
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
