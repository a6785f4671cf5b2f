import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { SETTINGS, type Way } from "../../provider/api/settings";

const ROOT = path.resolve(__dirname, "../..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const rows = read("README.md")
  .split("\n")
  .filter((line) => line.startsWith("|"));
const settings = Object.entries(SETTINGS as Record<string, Way>);

describe("The README", () => {
  test.each(settings)("has a row for apptego:%s, with its variable", (name, { variable, secret }) => {
    const row = rows.find((line) => line.startsWith(`| \`${secret ? "--secret " : ""}apptego:${name}\``));

    expect(row).toContain(variable === undefined ? "|  " : `\`${variable}\``);
  });
});

describe("The commands of the pages", () => {
  test.each(["README.md", "CONTRIBUTING.md", "docs/reliability.md", ".github/pull_request_template.md"])(
    "in %s are scripts of package.json",
    (page) => {
      const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
      const named = [...read(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, script = ""]) => script);

      expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
    },
  );
});
