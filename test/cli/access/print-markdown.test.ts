import { describe, expect, test } from "vitest";
import { printedMarkdown } from "../../../provider/cli/access/print-markdown";
import { compared, partial, plain } from "./sample";

describe("The Markdown", () => {
  test("is the matrix, escalations first", () => {
    const lines = printedMarkdown(compared()).split("\n");

    expect(lines.slice(0, 3)).toEqual([
      "**Escalations**",
      "",
      "- `alice@acme.test` gains **Users &amp; API Management**",
    ]);
    expect(lines).toContain("| `alice@acme.test` | person, changed |  | ✓ | **−** |  | **+ ✓** |  |  |");
    expect(lines).toContain("| `=cmd()\\|x` | API token |  | ✓ |  |  |  |  |  |");
  });

  test("has no escalations where nothing is compared", () => {
    expect(printedMarkdown(plain())).toMatch(/^\| Name \| Kind \| Configuration \|/);
  });

  test("marks what nobody knows", () => {
    expect(printedMarkdown(partial())).toContain("| `alice@acme.test` | person, new | ? | ? |");
  });
});
