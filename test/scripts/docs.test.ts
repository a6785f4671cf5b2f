import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execaSync } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { cliPage } from "../../scripts/docs/cli-page";
import { contractPage, resourcePages } from "../../scripts/docs/pages";
import { EXAMPLES } from "../../scripts/docs/examples";

const ROOT = path.resolve(__dirname, "../..");

describe("The generated documentation", async () => {
  test.each(Object.entries({ ...resourcePages(), ...contractPage(), ...(await cliPage()) }))(
    "of docs/%s is up to date",
    (file, text) => {
      expect(readFileSync(path.join(ROOT, "docs", file), "utf8"), "run `npm run docs`").toBe(text);
    },
  );

  test("shows programs that compile", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "apptego-docs-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");
    const files = Object.entries(EXAMPLES).map(([type, text]) => {
      writeFileSync(path.join(folder, `${type}.ts`), text);
      return `${type}.ts`;
    });
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "node16", "--types", "node"];

    const { exitCode, stdout } = execaSync(
      "node",
      [path.join(ROOT, "node_modules/typescript/bin/tsc"), ...options, ...files],
      { cwd: folder, reject: false },
    );

    expect(stdout).toBe("");
    expect(exitCode).toBe(0);
  });

  test("links to files that exist", () => {
    const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
    const links = pages.flatMap((page) => {
      const text = readFileSync(path.join(ROOT, page), "utf8");
      return [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target ?? "");
    });
    const { stdout } = execaSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: ROOT,
    });
    const files = stdout.split("\n");

    expect(links.length).toBeGreaterThan(5);
    expect(
      links.filter((link) => !files.some((file) => file === link || file.startsWith(`${link}/`))),
    ).toEqual([]);
  });
});
