import { describe, expect, test } from "vitest";
import { baselineOf } from "../../../provider/cli/drift/baseline";
import type { Outcome } from "../../../provider/cli/drift/find-drift";
import { adviceOf, remarksOf, summaryOf, whatOf } from "../../../provider/cli/drift/words";
import { outcome, permissions, reportWith } from "../../support/drift";

function said(more: Partial<Outcome>): string {
  const [finding] = reportWith([outcome(more)]).findings;
  return finding ? whatOf(finding) : "";
}

describe("What is said of a finding", () => {
  test.each<[Partial<Outcome>, string]>([
    [{ permissions: [] }, "holds no permission"],
    [{ permissions: ["tomorrow"], notes: ["made on 2026-01-01"] }, "may: tomorrow; made on 2026-01-01"],
    [{ kind: "key", enabled: false }, "is disabled"],
    [
      {
        status: "changed",
        kind: "key",
        enabled: true,
        changes: [{ property: "enabled", before: false, after: true }],
      },
      "is now enabled",
    ],
    [
      {
        status: "changed",
        permissions: ["build_applications"],
        changes: [permissions([], ["build_applications"])],
      },
      "gained Builds; may now: Builds",
    ],
    [
      { status: "changed", permissions: [], changes: [permissions(["modify_tenant_settings"], [])] },
      "lost Tenant Settings; holds no permission now",
    ],
    [
      {
        status: "changed",
        changes: [{ property: "name", before: "ci", after: "CI" }, { property: "email" }],
      },
      'name: "ci" → "CI"; email: (secret) → (secret)',
    ],
    [
      { status: "missing", changes: [permissions(["build_applications"], [])] },
      "AppTego holds it no more; lost Builds",
    ],
    [{ status: "unknown", notes: ["no answer"] }, "no answer"],
  ])("%#", (more, words) => {
    expect(said(more)).toBe(words);
  });
});

describe("What is said of all", () => {
  test("is one sentence with its figures", () => {
    expect(summaryOf(reportWith([]))).toBe("In sync: 0 are as the state says.");
    expect(
      summaryOf(
        reportWith([
          outcome({ status: "same" }),
          outcome({ id: "2" }),
          outcome({ id: "3", status: "missing" }),
        ]),
      ),
    ).toBe(
      "Drift: 1 missing, 1 unmanaged, 1 is as the state says. Coverage: 50 % of what the tenant holds is managed.",
    );
  });

  test("names rules that are over or unused, and what the baseline accepts in vain", () => {
    const baseline = baselineOf("0".repeat(32), [outcome({ id: "old", name: "old" })], new Date());
    const rules =
      "- { kind: key, pattern: a, reason: moving, expires: 2026-01-01 }\n- { kind: key, pattern: b, reason: unused }";

    expect(remarksOf(reportWith([], { baseline, rules }))).toEqual([
      ".apptegoignore:1: the rule for key a (moving) expired on 2026-01-01: it does nothing any more.",
      ".apptegoignore:2: the rule for key b (unused) matches nothing: remove it, if it isn't needed any more.",
      "The baseline accepts what is no more (token old): write it anew.",
    ]);
  });

  test("says what to do, where there is something to be done", () => {
    expect(adviceOf(reportWith([]))).toEqual([]);
    const all = [
      outcome({ status: "missing" }),
      outcome({ id: "2" }),
      outcome({ id: "3", status: "unknown" }),
    ];
    expect(adviceOf(reportWith(all)).map((line) => line.split(":")[0])).toEqual([
      "Changed or missing",
      "Unmanaged",
      "Unknown",
    ]);
  });
});
