import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { MATRIX } from "./matrix";
import { matrixPage, shownIn } from "./matrix-page";
import { byColumn, COLUMNS, type Column, VERDICTS } from "./terms";
import { TRIALS } from "./verdicts";

const ROOT = path.resolve(__dirname, "../..");
const columns = Object.keys(COLUMNS) as Column[];
const rows = Object.entries(MATRIX);
const playing = readFileSync(path.join(__dirname, "play-rows.ts"), "utf8");

describe("The fault matrix", () => {
  test("has a row for each fault, F1 to F46", () => {
    expect(Object.keys(MATRIX)).toEqual(Array.from({ length: 46 }, (_, at) => `F${at + 1}`));
  });

  test.for(rows)("has no hole, and nothing where a fault means nothing: %s", ([, row]) => {
    const shown = columns.map((column) => (shownIn(row, column).length > 0 ? "x" : "-"));

    expect(shown.join(" ")).toBe(row.cells);
  });

  test.for(rows)("knows how to try each verdict that is played: %s", ([, { plays = [] }]) => {
    const untried = plays.flatMap(({ is }) =>
      columns.filter((column) => {
        const verdict = byColumn(is)[column];
        return verdict !== "-" && !Object.keys(TRIALS[column]).includes(verdict);
      }),
    );

    expect(untried).toEqual([]);
    for (const { is } of plays) expect(is.split(" ")).toHaveLength(columns.length);
  });

  test.for(rows)("names files with a test that bears the fault's number: %s", ([id, { files = {} }]) => {
    for (const [file, verdicts] of Object.entries(files)) {
      const text = existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file), "utf8") : "";
      const known = verdicts.split(" ").filter((verdict) => verdict !== "-" && !(verdict in VERDICTS));

      expect(text, file).not.toBe("");
      expect(text, file).toMatch(new RegExp(`["\`][^"\`\\n]*\\b${id}\\b[^"\`\\n]*["\`]`)); // in a title
      expect(known).toEqual([]);
    }
  });

  test("plays every row that has plays, in one file each", () => {
    const files = ["connection", "replies", "refusals", "odd-objects"].map((name) =>
      readFileSync(path.join(__dirname, `${name}.test.ts`), "utf8"),
    );
    const played = files.flatMap((text) => text.match(/F\d+/g) ?? []).sort();

    expect(playing).toContain("describe.each(rows)");
    expect(played).toEqual(
      rows
        .filter(([, { plays }]) => plays !== undefined)
        .map(([id]) => id)
        .sort(),
    );
  });

  test("is told by docs/fault-matrix.md", async () => {
    await expect(matrixPage()).toMatchFileSnapshot("../../docs/fault-matrix.md");
  });
});
