import { safe } from "./safe";
import type { Column } from "./table";

/**
 * A foreign text as Markdown shows it, word for word: it marks nothing up, links nowhere, and mentions nobody.
 * Source: GitHub Flavored Markdown, "Backslash escapes"; a comment after `@` keeps GitHub from a mention.
 */
export function markdownText(text: string): string {
  return safe(text)
    .replace(/[\\`*_{}[\]()#+\-.!|~$:]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/@/g, "@<!-- -->");
}

/** A foreign text as code in a line: nothing in it is read as Markdown, a link or a mention, in tables too. */
export function code(text: string): string {
  const shown = safe(text).replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 && shown.trim() === shown && shown !== ""
    ? `\`${shown}\``
    : `${fence} ${shown} ${fence}`;
}

/** A table whose cells are Markdown already: foreign texts go through {@link markdownText} or {@link code} first. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("\n", " ")).join(" | ")} |`;
  const rule = columns.map(({ align }) => (align === "right" ? "--:" : "---"));
  return [line(columns.map(({ title }) => title)), line(rule), ...rows.map(line)].join("\n");
}

/** As many of a table's rows, the first ones, as fit into so many characters. */
export function fitting(rows: readonly (readonly string[])[], room: number): readonly (readonly string[])[] {
  let left = room;
  const fit = rows.findIndex((row) => {
    left -= row.join(" | ").length + "|  |\n".length;
    return left < 0;
  });
  return fit === -1 ? rows : rows.slice(0, fit);
}
