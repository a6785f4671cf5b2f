import { permissionLabel, PERMISSIONS } from "../../access/model";
import { type Mark, markOf } from "../../access/rows";
import { code, markdownTable, markdownText } from "../terminal/markdown";
import type { AccessReport } from "./report";
import { escalationsOf, kindOf, sentencesOf, unknownKeys } from "./words";

const SIGNS: Readonly<Record<Mark, string>> = { held: "✓", gained: "**+ ✓**", lost: "**−**", none: "" };

/** The report as Markdown, for a page or a comment: the matrix, escalations first. */
export function printedMarkdown(report: AccessReport): string {
  const { rows } = report;
  const keys = [...PERMISSIONS, ...unknownKeys(rows)];
  const columns = ["Name", "Kind", ...keys.map((key) => markdownText(permissionLabel(key)))].map((title) => ({
    title,
  }));
  const escalations = escalationsOf(rows).map(
    ({ name, gains }) => `- ${code(name)} gains **${markdownText(gains)}**`,
  );
  return [
    ...(escalations.length === 0 ? [] : ["**Escalations**", "", ...escalations, ""]),
    ...(rows.length === 0
      ? []
      : [
          markdownTable(
            columns,
            rows.map((row) => [
              code(row.name),
              markdownText(kindOf(row)),
              ...keys.map((key) => (row.unreadable ? "?" : SIGNS[markOf(row, key)])),
            ]),
          ),
          "",
        ]),
    ...sentencesOf(report).map(markdownText),
  ].join("\n");
}
