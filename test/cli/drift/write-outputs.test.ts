import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { addToStepSummary, writeOutputs, writeText } from "../../../provider/cli/drift/write-outputs";
import { scratchFolder } from "../../support/connection";

const texts = { json: () => "{}", markdown: () => "#", junit: () => "<x/>", sarif: () => "[]" };

describe("Reports", () => {
  test("are written to the files that are named, and to no others", async () => {
    const cwd = scratchFolder();
    await writeOutputs({ cwd }, { junit: "a/b/c.xml", sarif: "d.sarif" }, texts);

    expect(readFileSync(path.join(cwd, "a/b/c.xml"), "utf8")).toBe("<x/>");
    expect(readFileSync(path.join(cwd, "d.sarif"), "utf8")).toBe("[]");
  });

  test("that can't be written are told by option and file", async () => {
    const cwd = scratchFolder();
    mkdirSync(path.join(cwd, "taken"));

    await expect(writeOutputs({ cwd }, { json: "taken" }, texts)).rejects.toThrow(
      /^Writing --json taken: it can't be written \(E\w+\)\. Name another file\.$/,
    );
    await expect(writeText({ cwd }, "taken", "", "Writing this")).rejects.toThrow(/^Writing this taken: /);
  });

  test("are added to the step's summary, where there is one", async () => {
    const file = path.join(scratchFolder(), "summary.md");
    await addToStepSummary({ env: {} }, "nobody reads this");
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, "before\n");
    await addToStepSummary({ env: { GITHUB_STEP_SUMMARY: file } }, "# Drift");

    expect(readFileSync(file, "utf8")).toBe("before\n# Drift\n");
    await expect(addToStepSummary({ env: { GITHUB_STEP_SUMMARY: path.dirname(file) } }, "")).rejects.toThrow(
      /^Adding to the step's summary \(GITHUB_STEP_SUMMARY\) .*EISDIR/,
    );
  });
});
