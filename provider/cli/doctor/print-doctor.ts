import { stringify } from "yaml";
import { code, markdownTable, markdownText } from "../terminal/markdown";
import { safe } from "../terminal/safe";
import { type Cell, table } from "../terminal/table";
import type { Terminal } from "../terminal/terminal";
import { grouped } from "./contract-checks";
import { AREAS, type Check, type DoctorReport } from "./report";

const WORDS = { ok: "ok", warning: "warning", wrong: "WRONG", unknown: "unknown" } as const;

const inOrder = (checks: readonly Check[]) =>
  AREAS.flatMap((area) => checks.filter((check) => check.area === area));
const whatOf = ({ says, todo }: Check) => (todo === undefined ? says : `${says}. To do: ${todo}.`);
const heldWord = (held: boolean | null) => (held === null ? "unknown" : held ? "yes" : "no");

/** The report in one sentence. */
export function summaryOf({ checks, verdict }: DoctorReport): string {
  const count = (result: Check["result"]) => checks.filter((check) => check.result === result).length;
  const titles = {
    fine: "All is well",
    "needs you": "Something needs you",
    unreachable: "AppTego can't be reached",
  };
  return `${titles[verdict]}: ${count("ok")} ok, ${count("warning")} ${count("warning") === 1 ? "warning" : "warnings"}, ${count("wrong")} wrong, ${count("unknown")} unknown.`;
}

/** The report for a terminal. */
export function printedTable(terminal: Pick<Terminal, "columns" | "colours">, report: DoctorReport): string {
  const { colours } = terminal;
  const styles = { ok: colours.green, warning: colours.yellow, wrong: colours.red, unknown: colours.dim };
  const verdicts = {
    confirmed: colours.green,
    wrong: colours.red,
    "not seen": colours.dim,
    "not testable without writing": colours.dim,
  };
  const checks = inOrder(report.checks).map((check): Cell[] => [
    { text: WORDS[check.result], style: styles[check.result] },
    ...[check.area, check.title, whatOf(check)],
  ]);
  const permissions = report.permissions.map(({ label, held, neededFor }): Cell[] => [
    ...[label, heldWord(held), neededFor.join(", ") || "–"],
  ]);
  const assumptions = grouped(report.assumptions).map(({ operation, verdict, facts }): Cell[] => [
    ...[operation, { text: verdict, style: verdicts[verdict] }, facts],
  ]);
  const titles = (...names: string[]) => names.map((title) => ({ title }));
  return [
    `${report.baseUrl}, tenant ${report.tenant}`,
    summaryOf(report),
    "",
    table(terminal, titles("Result", "Area", "What", "It says"), checks),
    "",
    table(terminal, titles("Permission", "Held", "Needed for"), permissions),
    "",
    table(terminal, titles("Operation", "Assumed", "What"), assumptions),
    ...(report.contract === undefined
      ? []
      : ["", "Put this into your contract file (apptego:contract):", "", contractYaml(report)]),
  ].join("\n");
}

/** The report as Markdown. */
export function printedMarkdown(report: DoctorReport): string {
  const titles = (...names: string[]) => names.map((title) => ({ title }));
  const assumptions = grouped(report.assumptions);
  return [
    "### AppTego doctor",
    "",
    `${code(report.baseUrl)}, tenant ${code(report.tenant)}`,
    "",
    `**${summaryOf(report)}**`,
    "",
    markdownTable(
      titles("Result", "Area", "What", "It says"),
      inOrder(report.checks).map((check) => [
        check.result === "wrong" ? "**wrong**" : check.result,
        ...[check.area, markdownText(check.title), markdownText(whatOf(check))],
      ]),
    ),
    "",
    markdownTable(
      titles("Permission", "Held", "Needed for"),
      report.permissions.map(({ label, held, neededFor }) => [
        markdownText(label),
        ...[heldWord(held), neededFor.join(", ")],
      ]),
    ),
    "",
    "<details><summary>What is assumed of the API</summary>",
    "",
    markdownTable(
      titles("Operation", "Assumed", "What"),
      assumptions.map(({ operation, verdict, facts }) => [operation, verdict, markdownText(facts)]),
    ),
    "",
    "</details>",
    ...(report.contract === undefined
      ? []
      : [
          "",
          "Put this into your contract file (`apptego:contract`):",
          "",
          "```yaml",
          contractYaml(report),
          "```",
        ]),
  ].join("\n");
}

/** Names of fields are the server's: each line is made safe, and none can end the block that it stands in. */
function contractYaml({ contract }: DoctorReport): string {
  return stringify(contract)
    .trimEnd()
    .split("\n")
    .map((line) => safe(line).replaceAll("```", "\\u{60}``"))
    .join("\n");
}
