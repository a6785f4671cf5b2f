import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { planFiles, writeFiles } from "../../../provider/cli/export/files";
import { scratchFolder } from "../../support/connection";

describe("The files of an export", () => {
  test("are compared with what is there, and only what differs is written", async () => {
    const folder = scratchFolder();
    writeFileSync(path.join(folder, "same"), "1");
    writeFileSync(path.join(folder, "differs"), "2");
    const files = { new: "a", same: "1", differs: "b" };

    const plans = await planFiles(folder, files);
    await writeFiles(folder, files, plans.slice(0, 2));

    expect(plans.map(({ file, status }) => [file, status])).toEqual([
      ...[
        ["new", "new"],
        ["same", "same"],
      ],
      ["differs", "differs"],
    ]);
    expect(readFileSync(path.join(folder, "new"), "utf8")).toBe("a");
    expect(readFileSync(path.join(folder, "differs"), "utf8")).toBe("2");
  });

  test("aren't guessed where one can't be read", async () => {
    const folder = scratchFolder();
    mkdirSync(path.join(folder, "index.ts"));

    await expect(planFiles(folder, { "index.ts": "" })).rejects.toThrow(
      /^Exporting to .*index\.ts: it can't be read \(EISDIR\)\. Name another folder\.$/,
    );
  });
});
