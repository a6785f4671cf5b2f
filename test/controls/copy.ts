import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import type { Change } from "./controls";

const ROOT = path.resolve(__dirname, "../..");
const COPIED = ["provider", "test", "schemas", "package.json", "tsconfig.json", "vitest.config.mts"];

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.enum(["passed", "failed"]) })),
    }),
  ),
});

/** The titles of the tests that a file has, by how they ended. */
export interface Outcome {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/** Copies what the unit tests need into an empty folder, and changes the copy. @throws Error where a text isn't there exactly once */
export async function copyWith(folder: string, changes: readonly Change[]): Promise<void> {
  for (const name of COPIED) await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");
  for (const { file, before, after } of changes) {
    const copied = path.join(folder, file);
    const [head, tail, ...more] = (await readFile(copied, "utf8")).replaceAll("\r\n", "\n").split(before);
    if (head === undefined || tail === undefined || more.length > 0)
      throw new Error(
        `${file} holds ${more.length > 0 ? "more than once" : "no more"}: ${before}\nBring test/controls/controls.ts up to date.`,
      );
    await writeFile(copied, head + after + tail);
  }
}

/**
 * Runs test files of a copy in a process of their own; by file, how their tests ended.
 *
 * @throws Error where a file doesn't load, so that it has no tests: that proves nothing
 */
export async function runTests(
  folder: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, Outcome>> {
  const report = path.join(folder, "report.json");
  const vitest = path.join(ROOT, "node_modules/vitest/vitest.mjs");
  const options = ["--project", "unit", "--no-cache", "--reporter", "json", "--outputFile", report];
  const { stderr } = await execa(process.execPath, [vitest, "run", ...options, ...files], {
    cwd: folder,
    reject: false,
    env: { TEST_REPORT: "" },
  });
  const { testResults } = Report.parse(JSON.parse(await readFile(report, "utf8")));
  return new Map(
    files.map((file) => {
      const found = testResults.find(({ name }) => name.replaceAll("\\", "/").endsWith(file));
      const tests = found?.assertionResults ?? [];
      if (tests.length === 0) throw new Error(`${file} has no test that ran.\n${stderr}`);
      const ended = (as: string) =>
        tests.filter(({ status }) => status === as).map(({ fullName }) => fullName);
      return [file, { passed: ended("passed"), failed: ended("failed") }];
    }),
  );
}
