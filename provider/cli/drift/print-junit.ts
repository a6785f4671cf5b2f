import { create } from "xmlbuilder2";
import { safe } from "../terminal/safe";
import type { Outcome } from "./find-drift";
import type { DriftReport, Finding } from "./report";
import { whatOf } from "./words";

interface Case {
  readonly kind: string;
  readonly name: string;
  /** The element that says how it went, its type, and its words; undefined where it passed. */
  readonly result?: readonly [element: "failure" | "error" | "skipped", type: string, message: string];
}

const nameOf = ({ kind, name, resource, stack }: Pick<Finding, "kind" | "name" | "resource" | "stack">) =>
  safe(`${kind} ${name}${resource === undefined ? "" : ` (${stack ?? ""}: ${resource})`}`);

/** The report as JUnit XML: a suite a kind, a case an object; what is accepted is skipped, what is unknown an error. */
export function printedJunit(report: DriftReport, outcomes: readonly Outcome[]): string {
  const cases: Case[] = [
    ...report.findings.map((finding): Case => {
      const element = finding.status === "unknown" ? "error" : "failure";
      return {
        kind: finding.kind,
        name: nameOf(finding),
        result: [element, finding.status, safe(whatOf(finding))],
      };
    }),
    ...report.accepted.map(({ finding, why }): Case => ({
      kind: finding.kind,
      name: nameOf(finding),
      result: ["skipped", finding.status, safe(why)],
    })),
    ...outcomes
      .filter(({ status }) => status === "same")
      .map((outcome): Case => ({ kind: outcome.kind, name: nameOf(outcome) })),
  ];
  const totals = (of: readonly Case[]) => {
    const count = (element: string) => of.filter(({ result }) => result?.[0] === element).length;
    return {
      tests: of.length,
      failures: count("failure"),
      errors: count("error"),
      skipped: count("skipped"),
    };
  };
  const { skipped: _skipped, ...whole } = totals(cases);
  const root = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", {
    name: "apptego drift",
    ...whole,
  });
  for (const { kind } of report.kinds) {
    const own = cases.filter((one) => one.kind === kind);
    const suite = root.ele("testsuite", { name: kind, ...totals(own), timestamp: report.checkedAt });
    for (const { name, result } of own) {
      const test = suite.ele("testcase", { name, classname: `apptego.${kind}` });
      if (result === undefined) continue;
      const [element, type, message] = result;
      test.ele(element, element === "skipped" ? { message } : { type, message });
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}
