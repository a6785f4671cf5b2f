import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { printedSarif } from "../../../provider/cli/drift/print-sarif";
import { outcome, permissions, reportWith } from "../../support/drift";

const logOf = (...args: Parameters<typeof reportWith>) =>
  JSON.parse(printedSarif(reportWith(...args), "infra/Pulumi.yaml")) as Log;

describe("The SARIF log", () => {
  const escalated = outcome({
    ...{ status: "changed", urn: "urn:pulumi:prod::acme::x::ci", resource: "ci" },
    changes: [permissions([], ["user_and_api_management"])],
  });

  test("has what GitHub's code scanning asks for", () => {
    const [run] = logOf([escalated, outcome({ id: "2", status: "missing" }), outcome({ id: "3" })]).runs;

    const rules = run?.tool.driver.rules ?? [];
    for (const result of run?.results ?? []) {
      expect(rules.map(({ id }) => id)).toContain(result.ruleId);
      expect(result.message.text).not.toBe("");
      expect(result.locations?.[0]?.physicalLocation).toEqual({
        artifactLocation: { uri: "infra/Pulumi.yaml" },
        region: { startLine: 1 },
      });
      expect(result.partialFingerprints).toBeDefined();
    }
    for (const rule of rules) expect(Number(rule.properties?.["security-severity"])).toBeGreaterThan(0);
    expect(run?.results?.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["escalated", "error"],
      ["missing", "warning"],
      ["unmanaged", "note"],
    ]);
    expect(run?.results?.[0]?.locations?.[0]?.logicalLocations).toEqual([
      { name: "ci", kind: "resource", fullyQualifiedName: "urn:pulumi:prod::acme::x::ci" },
    ]);
  });

  test("knows a finding again by its fingerprint, whatever else is found", () => {
    const printOf = (log: Log) =>
      log.runs[0]?.results?.find(({ ruleId }) => ruleId === "unmanaged")?.partialFingerprints;

    expect(printOf(logOf([outcome()]))).toEqual(printOf(logOf([escalated, outcome({ notes: ["else"] })])));
    expect(printOf(logOf([outcome()]))).not.toEqual(printOf(logOf([outcome({ id: "2" })])));
  });

  test("shows what is accepted as suppressed, with its reason", () => {
    const [run] = logOf([outcome()], { rules: "- { kind: token, pattern: ci, reason: of old }" }).runs;

    expect(run?.results).toMatchObject([{ suppressions: [{ kind: "external", justification: "of old" }] }]);
  });
});
