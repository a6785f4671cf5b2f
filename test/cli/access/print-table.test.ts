import { createColors } from "picocolors";
import { describe, expect, test } from "vitest";
import { printedTable } from "../../../provider/cli/access/print-table";
import { keptContext } from "../../support/command";
import { compared, partial, plain } from "./sample";

const at = (columns: number) => ({
  ...keptContext({ columns }).context.terminal,
  columns,
  colours: createColors(false),
});
const lines = (text: string) => text.split("\n").map((line) => line.replace(/ {2,}/g, " | "));

describe("The table", () => {
  test("is a matrix where the terminal is wide enough", () => {
    const printed = printedTable(at(200), compared());

    expect(lines(printed)).toEqual([
      "Escalations:",
      " | alice@acme.test gains Users & API Management",
      "",
      "NAME | KIND | CONFIGURATION | BUILDS | CERTIFICATES | CUSTOM MESSAGES | USERS & API MANAGEMENT | TENANT SETTINGS | ZAP",
      "alice@acme.test | person, changed | yes | - no | + yes",
      "dave@acme.test | person, invited, new | + yes",
      "gone@acme.test | person, gone | - no",
      "owner@acme.test | person, owner | yes",
      "=cmd()|x | API token | yes",
      "",
      "the tenant: 3 people, 1 API token. Users & API Management: 1 person.",
      "Compared to the state of prod: 1 new, 1 gone, 1 changed.",
    ]);
  });

  test("says each one's permissions in words where it is narrow, and fits", () => {
    const printed = printedTable(at(80), plain());

    expect(lines(printed)).toContain("alice@acme.test | person | Builds, Users & API Management");
    expect(Math.max(...printed.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("says what changed in words there too", () => {
    const printed = lines(printedTable(at(120), compared()));

    expect(printed).toContain("NAME | KIND | MAY | CHANGE");
    expect(printed).toContain("dave@acme.test | person, invited, new | zap | + zap");
    expect(printed).toContain("gone@acme.test | person, gone | nothing | - Configuration");
  });

  test("marks what nobody knows, and names no one where nobody is", () => {
    expect(lines(printedTable(at(80), partial()))).toContain("alice@acme.test | person, new | ?");
    expect(printedTable(at(80), { ...plain(), rows: [] })).toBe(
      "the tenant: nobody. Users & API Management: nobody.",
    );
  });
});
