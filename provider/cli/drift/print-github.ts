import { safe } from "../terminal/safe";
import type { DriftReport, Finding } from "./report";
import { remarksOf, whatOf } from "./words";

/** GitHub shows so many annotations of a level for a step. */
const MOST_A_LEVEL = 10;

/** Source: GitHub's documentation of workflow commands; the characters that would end a message or a property. */
const escaped = (text: string) => safe(text).replaceAll("%", "%25");
const property = (text: string) => escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

const LEVELS = ["error", "warning", "notice"] as const;
type Level = (typeof LEVELS)[number];

function levelOf({ escalates, status }: Finding): Level {
  if (escalates) return "error";
  return status === "unmanaged" ? "notice" : "warning";
}

const line = (level: Level, title: string, message: string) =>
  `::${level} title=${property(title)}::${escaped(message)}`;

/** The report as annotations of GitHub Actions, one a line: at most ten a level, the last of which tells how many more. */
export function printedAnnotations(report: DriftReport): string {
  const all: Record<Level, string[]> = { error: [], warning: [], notice: [] };
  for (const remark of remarksOf(report)) all.warning.push(line("warning", "AppTego drift", remark));
  for (const finding of report.findings) {
    const level = levelOf(finding);
    const title = `AppTego: ${finding.status} ${finding.kind} ${finding.name}`;
    all[level].push(line(level, title, whatOf(finding)));
  }
  const shown = LEVELS.flatMap((level) => {
    const lines = all[level];
    if (lines.length <= MOST_A_LEVEL) return lines;
    const left = lines.length - (MOST_A_LEVEL - 1);
    const more = line(level, "AppTego drift", `… and ${left} more: see the summary or the report`);
    return [...lines.slice(0, MOST_A_LEVEL - 1), more];
  });
  return shown.join("\n");
}
