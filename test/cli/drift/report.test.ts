import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { baselineOf } from "../../../provider/cli/drift/baseline";
import { driftJsonSchema, exitOf } from "../../../provider/cli/drift/report";
import { outcome, permissions, reportWith } from "../../support/drift";

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(driftJsonSchema());
const escalated = outcome({
  ...{ status: "changed", name: "zoe", id: "z", kind: "user", permissions: ["user_and_api_management"] },
  changes: [permissions([], ["user_and_api_management"])],
});
const lesser = outcome({
  status: "changed",
  name: "amy",
  id: "a",
  kind: "user",
  changes: [permissions(["x"], [])],
});

describe("The report", () => {
  test.each([
    [[], "in sync", undefined],
    [[outcome()], "unmanaged only", "unmanaged"],
    [[outcome(), outcome({ status: "missing" })], "drift", "differs"],
    [[lesser], "drift", "differs"],
    [[lesser, outcome({ status: "unknown" })], "unknown", "failed"],
  ] as const)("%#: its verdict is %s, %s", (outcomes, verdict, exit) => {
    const report = reportWith(outcomes);

    expect(report.verdict).toBe(verdict);
    expect(exitOf(report)).toBe(exit);
    expect(validate(JSON.parse(JSON.stringify(report)))).toBe(true);
  });

  test("begins with what leads to everything", () => {
    const admin = outcome({ id: "t2", name: "z-admin", permissions: ["user_and_api_management"] });
    const { findings } = reportWith([
      outcome(),
      admin,
      outcome({ status: "missing", id: "m", name: "gone" }),
      lesser,
      escalated,
    ]);

    expect(findings.map(({ name, escalates }) => [name, escalates])).toEqual([
      ["zoe", true],
      ["amy", false],
      ["gone", false],
      ["z-admin", false],
      ["ci", false],
    ]);
  });

  test("never tells by what names a rule may find something", () => {
    expect(JSON.stringify(reportWith([outcome({ names: ["secret@acme.test"] })]))).not.toContain("secret@");
  });

  test("counts what is accepted apart, and as covered", () => {
    const same = outcome({ status: "same", id: "s" });
    const rules =
      "- { kind: token, pattern: ci, reason: of old }\n- { kind: key, pattern: '*', reason: unused }";
    const report = reportWith([same, outcome()], { rules });

    expect(report.summary).toMatchObject({ unmanaged: 0, accepted: 1, same: 1, coverage: 100 });
    expect(report.accepted).toMatchObject([{ by: "rule", why: "of old", finding: { name: "ci" } }]);
    expect(report.rules.map(({ state }) => state)).toEqual(["used", "unused"]);
  });

  test("takes no notice of a rule that is over", () => {
    const rules = "- { kind: token, pattern: ci, reason: of old, expires: 2026-05-31 }";

    expect(reportWith([outcome()], { rules })).toMatchObject({
      summary: { unmanaged: 1, accepted: 0 },
      rules: [{ state: "expired", expires: "2026-05-31" }],
    });
  });

  test("leaves out what the baseline knows, and tells what that knows in vain", () => {
    const baseline = baselineOf("0".repeat(32), [outcome(), outcome({ id: "old", name: "old" })], new Date());

    expect(reportWith([outcome()], { baseline })).toMatchObject({
      ...{ verdict: "in sync", outdated: ["token old"] },
      accepted: [{ by: "baseline" }],
    });
  });

  test("rounds the coverage down, and knows none where a kind is unknown", () => {
    const all = Array.from({ length: 999 }, (_, at) => outcome({ status: "same", id: `s${at}` }));
    expect(reportWith([...all, ...all.slice(0, 1), outcome()]).summary.coverage).toBe(99.9);
    const kinds = [{ kind: "user", managed: 3, unknown: "no answer" }] as const;

    expect(reportWith([], { look: { outcomes: [], kinds } })).toMatchObject({
      summary: { coverage: null },
      kinds: [{ listed: null, coverage: null, unknown: "no answer" }],
    });
  });
});
