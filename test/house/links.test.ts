import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { execaSync } from "execa";
import { describe, expect, test } from "vitest";

const ROOT = path.resolve(__dirname, "../..");

const { stdout } = execaSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
});
const files = stdout.split("\n").filter((file) => existsSync(path.join(ROOT, file)));
const pages = files.filter((file) => file.endsWith(".md"));
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const known = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));

function foldersOf(file: string): string[] {
  const folder = path.posix.dirname(file);
  return folder === "." ? [] : [folder, ...foldersOf(folder)];
}

/** A page without its code, in which nothing is a link. */
function prose(text: string): string {
  return text.replace(/^```.*?^```$/gms, "").replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]]/g, " "));
}

/** What the headings of a page are called in a link, as GitHub makes it. */
function anchors(text: string): Set<string> {
  const headings = [...text.replace(/^```.*?^```$/gms, "").matchAll(/^#+ (.+)$/gm)];
  const names = headings.map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set(names);
}

/** What a page links to, beside the web. */
function links(page: string, text: string): { target: string; anchor: string | undefined }[] {
  const found = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = ""]) => to);
  return found
    .filter((to) => !/^(https?|mailto):/.test(to))
    .map((to) => {
      const [file = "", anchor] = to.split("#");
      return { target: file === "" ? page : path.posix.join(path.posix.dirname(page), file), anchor };
    });
}

/** Every link of a page that leads nowhere. */
function broken(page: string, text: string): string[] {
  return links(page, text).flatMap(({ target, anchor }) => {
    if (!known.has(target.replace(/\/$/, ""))) return [`${page}: no ${target} in this repository`];
    if (anchor === undefined || anchors(target === page ? text : read(target)).has(anchor)) return [];
    return [`${page}: no heading #${anchor} in ${target}`];
  });
}

describe("The pages", () => {
  test.each(pages)("have no link in %s that leads nowhere", (page) => {
    expect(broken(page, read(page))).toEqual([]);
  });

  test("would be told of a missing file and a missing heading", () => {
    const text =
      "# Here `there`\n\n[a](nowhere.md) [b](#here-there) [c](#gone) [d](README.md#gone) [e](docs)\n";

    expect(broken("README.md", text)).toEqual([
      "README.md: no nowhere.md in this repository",
      "README.md: no heading #gone in README.md",
      "README.md: no heading #gone in README.md",
    ]);
  });

  test("of docs/ are all named by its index", () => {
    const named = new Set(links("docs/README.md", read("docs/README.md")).map(({ target }) => target));
    const others = pages.filter((page) => page.startsWith("docs/") && page !== "docs/README.md");

    expect(others.filter((page) => !named.has(page))).toEqual([]);
  });
});
