import { describe, expect, test } from "vitest";
import { printedAnnotations } from "../../../provider/cli/drift/print-github";
import { outcome, permissions, reportWith } from "../../support/drift";

describe("The annotations", () => {
  test("are one line each, of the level that fits", () => {
    const escalated = outcome({ status: "changed", changes: [permissions([], ["user_and_api_management"])] });
    const gone = outcome({ status: "missing", id: "2" });

    expect(printedAnnotations(reportWith([escalated, gone, outcome({ id: "3", permissions: [] })]))).toBe(
      [
        "::error title=AppTego%3A changed token ci::gained Users & API Management (leads to all others)",
        "::warning title=AppTego%3A missing token ci::AppTego holds it no more",
        "::notice title=AppTego%3A unmanaged token ci::holds no permission",
      ].join("\n"),
    );
  });

  test("can't be ended by a name, nor begun", () => {
    const name = "a,b::c%0A\n::error::evil";

    expect(
      printedAnnotations(reportWith([outcome({ name, notes: ["50%\r\n::set-output name=x::y"] })])),
    ).toBe(
      "::notice title=AppTego%3A unmanaged token a%2Cb%3A%3Ac%250A\\u{a}%3A%3Aerror%3A%3Aevil::50%25\\u{d}\\u{a}::set-output name=x::y",
    );
  });

  test("are ten of a level at most, the last of which counts the others", () => {
    const all = Array.from({ length: 30 }, (_, at) => outcome({ id: String(at), status: "missing" }));
    const rules = "- { kind: key, pattern: a, reason: moving, expires: 2026-01-01 }";

    const lines = printedAnnotations(reportWith(all, { rules })).split("\n");
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatch(/^::warning title=AppTego drift::.*expired on 2026-01-01/);
    expect(lines[9]).toBe("::warning title=AppTego drift::… and 22 more: see the summary or the report");
  });

  test("are none where there is nothing to see", () => {
    expect(printedAnnotations(reportWith([]))).toBe("");
  });
});
