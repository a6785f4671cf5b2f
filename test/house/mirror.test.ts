import { existsSync } from "node:fs";
import path from "node:path";
import { execaSync } from "execa";
import { describe, expect, test } from "vitest";

const ROOT = path.resolve(__dirname, "../..");

/** Provider files without a test of their own name, each with its reason. */
const TESTED_ELSEWHERE: Record<string, string> = Object.fromEntries(
  ["by-permission.js", "by-person.js", "controls.js", "elements.js", "main.js", "rows.js", "page.css"].map(
    (file) => [`provider/access/page/${file}`, "test/browser/page.test.ts: one page, in a real browser"],
  ),
);

const { stdout } = execaSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "provider", "test"],
  { cwd: ROOT },
);
const files = stdout.split("\n").filter((file) => existsSync(path.join(ROOT, file)));

describe("The tests", () => {
  test("mirror the provider: each file has one of its name", () => {
    const untested = files.filter(
      (file) =>
        file.startsWith("provider/") &&
        path.basename(file) !== "index.ts" &&
        !(file in TESTED_ELSEWHERE) &&
        !files.includes(file.replace(/^provider\//, "test/").replace(/\.ts$/, ".test.ts")),
    );

    expect(untested).toEqual([]);
  });

  test("give no exception to a file that is gone", () => {
    expect(Object.keys(TESTED_ELSEWHERE).filter((file) => !files.includes(file))).toEqual([]);
  });
});
