import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { readPreview } from "../../../provider/cli/review/read-preview";
import { reviewOf } from "../../../provider/cli/review/report";
import { printedTable } from "../../../provider/cli/review/print-table";
import { keptContext } from "../../support/command";
import { person, previewOf, recordedPreview } from "./previews";

const review = reviewOf(readPreview("sames", recordedPreview("sames")), { maxRemovals: { count: 0 } });
const printed = (columns: number) => printedTable(keptContext({ columns }).context.terminal, review);

describe("A review in a terminal", () => {
  test.for([80, 200])("is as wide as the terminal at most: %d columns", (columns) => {
    const lines = stripVTControlCharacters(printed(columns)).split("\n");
    const tables = lines.slice(
      lines.findIndex((line) => line.startsWith("WHO")),
      lines.findIndex((line) => line.startsWith("BROKEN")),
    );

    expect(Math.max(...tables.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
  });

  test("tells escalations, gains and losses, credentials with their users, rails and the hash", () => {
    const text = stripVTControlCharacters(printed(200));

    expect(text).toContain("bob@acme.test (person, invited, changed) gains Users & API Management");
    expect(text).toMatch(/carol@acme\.test +person, invited, gone +Builds, Certificates/);
    expect(text).toMatch(
      /ci \[pu-2c2f4c9549\] +API token +rotated +ApiToken fresh, pulumi-nodejs:dynamic:Resource store/,
    );
    expect(text).toContain("BROKEN  --max-removals 0: 3 removed");
    expect(text).toMatch(/Hash of this change: [0-9a-f]{64}$/);
  });

  test("has no tables where nothing changes", () => {
    const nothing = reviewOf(previewOf([person("alice", [], [])]));

    expect(printedTable(keptContext().context.terminal, nothing)).toMatch(
      /^Nobody gains or loses anything\.\nStack prod of access\.\n\nHash of this change: /,
    );
  });
});
