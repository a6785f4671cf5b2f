import { kindOf } from "../access/words";
import { safe } from "../terminal/safe";
import { table } from "../terminal/table";
import type { Terminal } from "../terminal/terminal";
import type { ReviewReport } from "./report";
import { differing, eventOf, headlineOf, labels, powerOf, remarksOf } from "./words";

const titled = (columns: readonly string[]) => columns.map((title) => ({ title }));

/** The review for a terminal. */
export function printedTable(terminal: Terminal, report: ReviewReport): string {
  const { rows, credentials, rails, stack, project, hash } = report;
  const { bold, green, red, yellow } = terminal.colours;
  const different = differing(rows);
  const escalations = different
    .filter(({ escalates }) => escalates)
    .map((row) => yellow(`  ${safe(row.name)} (${safe(kindOf(row))}) gains ${safe(powerOf(row))}`));
  const access = table(
    terminal,
    titled(["Who", "Kind", "Gains", "Loses"]),
    different.map((row) => [
      row.name,
      kindOf(row),
      { text: row.unreadable ? "?" : labels(row.gained), style: green },
      { text: row.unreadable ? "?" : labels(row.lost), style: red },
    ]),
  );
  const issued = table(
    terminal,
    titled(["Credential", "Kind", "What", "Used by"]),
    credentials.map((one) => [one.name, one.kind, eventOf(one), one.consumers.join(", ")]),
  );
  const kept = rails.map(({ rail, holds, says }) => {
    const line = `${holds ? "kept" : "BROKEN"}  ${safe(rail)}: ${safe(says)}`;
    return holds ? line : red(line);
  });
  return [
    bold(`${safe(headlineOf(report))}.`),
    `Stack ${safe(stack)} of ${safe(project)}.`,
    ...(escalations.length === 0 ? [] : ["", bold(yellow("Escalations:")), ...escalations]),
    ...(different.length === 0 ? [] : ["", access]),
    ...(credentials.length === 0 ? [] : ["", issued]),
    ...(kept.length === 0 ? [] : ["", ...kept]),
    "",
    ...remarksOf(report).map(safe),
    `Hash of this change: ${hash}`,
  ].join("\n");
}
