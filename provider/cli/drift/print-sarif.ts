import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import { VERSION } from "../../api/version";
import { json } from "../terminal/output";
import { safe } from "../terminal/safe";
import type { DriftReport, Finding } from "./report";
import { whatOf } from "./words";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/** Each rule: its title, and how severe GitHub's code scanning shows it (0 to 10, as CVSS). */
const RULES = {
  escalated: ["Gained a permission that leads to all others", "9.0", "error"],
  changed: ["The tenant differs from the state", "6.0", "warning"],
  missing: ["The tenant holds no more what the state does", "6.0", "warning"],
  unknown: ["It can't be told whether it differs", "4.0", "warning"],
  unmanaged: ["The tenant holds what no stack does", "3.0", "note"],
} as const;

const ruleOf = ({ escalates, status }: Finding) => (escalates ? "escalated" : status);

/** The same finding of two runs has the same one. */
function fingerprint({ status, kind, id, urn = "" }: Finding): string {
  return createHash("sha256")
    .update(JSON.stringify([status, kind, id, urn]))
    .digest("hex");
}

function resultOf(finding: Finding, file: string, why?: string): Result {
  const rule = ruleOf(finding);
  const { kind, name, urn, resource = name } = finding;
  return {
    ruleId: rule,
    level: RULES[rule][2],
    message: { text: safe(`${kind} ${name}: ${whatOf(finding)}`) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } },
        logicalLocations: [
          { name: safe(resource), kind: "resource", ...(urn !== undefined && { fullyQualifiedName: urn }) },
        ],
      },
    ],
    partialFingerprints: { "apptegoDrift/v1": fingerprint(finding) },
    ...(why !== undefined && {
      suppressions: [{ kind: "external", justification: safe(why) }],
    }),
  };
}

/**
 * The report as SARIF 2.1.0; what is accepted is among it, as suppressed.
 *
 * @param file what the findings are shown at, as a URI from the repository's root: the project's file
 */
export function printedSarif(report: DriftReport, file: string): string {
  const rules = Object.entries(RULES).map(([id, [text, severity, level]]): ReportingDescriptor => ({
    id,
    shortDescription: { text },
    defaultConfiguration: { level },
    properties: { "security-severity": severity, tags: ["security"] },
  }));
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "apptego drift", version: VERSION, semanticVersion: VERSION, rules } },
        automationDetails: { id: `apptego-drift/${report.tenant}/` },
        results: [
          ...report.findings.map((finding) => resultOf(finding, file)),
          ...report.accepted.map(({ finding, why }) => resultOf(finding, file, why)),
        ],
      },
    ],
  };
  return `${json(log)}\n`;
}
