import { describe, expect, test } from "vitest";
import { printedMarkdown } from "../../../provider/cli/drift/print-markdown";
import { outcome, permissions, reportWith } from "../../support/drift";

describe("The Markdown", () => {
  test("shows foreign names word for word", () => {
    const name = "<b>@everyone</b> | [x](https://evil.test)";

    const text = printedMarkdown(reportWith([outcome({ name, notes: ["called @team"] })]));
    expect(text).toContain(
      "| unmanaged | token | `<b>@everyone</b> \\| [x](https://evil.test)` |  | called @<!-- -->team |",
    );
  });

  test("marks what leads to everything", () => {
    const escalated = outcome({ status: "changed", changes: [permissions([], ["user_and_api_management"])] });

    expect(printedMarkdown(reportWith([escalated]))).toContain("| **changed** | token |");
  });

  test("fits an issue whatever there is, with the summary whole", () => {
    const all = Array.from({ length: 3_000 }, (_, at) =>
      outcome({ id: String(at), name: `token-${at}`, notes: ["x".repeat(90)] }),
    );
    const rules = Array.from(
      { length: 200 },
      (_, at) => `- { kind: key, pattern: k${at}, reason: ${"y".repeat(50)} }`,
    );

    const text = printedMarkdown(reportWith(all, { rules: rules.join("\n") }));
    expect(text.length).toBeLessThan(60_000);
    expect(text.length).toBeGreaterThan(50_000);
    expect(text).toContain("3000 unmanaged");
    expect(text).toContain("| token | 3000 | 0 | 3000 | 0 % |");
    const shown = text.match(/^\| unmanaged /gm)?.length ?? 0;
    expect(text).toContain(`… and ${3_000 - shown} more: see the report as JSON.`);
  });
});
