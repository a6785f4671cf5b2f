import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { credentialsOf } from "../../../provider/cli/rotate/credentials";
import {
  printedMarkdown,
  printedTable,
  reportOf,
  rotateJsonSchema,
} from "../../../provider/cli/rotate/report";
import { keptContext } from "../../support/command";
import { issued, knowledge, stateOf } from "../../support/rotate";

const known = knowledge({ dates: new Map([["dev", new Map([["asked", "2031-04-01"]])]]) });
const credentials = credentialsOf(
  stateOf(
    issued("ApiToken", "ci", "2031-01-01", {
      outputs: { name: "a|b\u202E@x", createdAt: "2031-01-01T00:00:00Z" },
    }),
    issued("AutomationKey", "asked", "2030-12-01"),
    issued("ApiToken", "new", "2031-04-01"),
    issued("ApiToken", "nobody"),
  ),
  known,
);
const report = reportOf(credentials, { ...known, stacks: ["dev"], applied: false });

describe("The report of ages", () => {
  test("names the stack where there are several", () => {
    const several = { ...report, stacks: ["dev", "prod"] };

    expect(printedMarkdown(several)).toContain("| `dev: ci` |");
    expect(printedMarkdown(report)).toContain("| `ci` |");
  });

  test("is JSON by its schema, and holds no target", () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(rotateJsonSchema());

    expect(validate(JSON.parse(JSON.stringify(report)))).toBe(true);
    expect(JSON.stringify(report)).not.toContain("target");
  });

  test("sums up, and shows each one's age and what to do", () => {
    const { context } = keptContext({ columns: 200 });

    const text = printedTable({ ...context.terminal, columns: 200 }, report);

    expect(text.split("\n")[0]).toBe(
      "2 of 4 credentials are 90 days old or older; 1 of them to be rotated by the next pulumi up; 1 of unknown age",
    );
    expect(text).toMatch(/due\S*\s+\S*99 d.*2031-01-01.*token.*a\|b\\u\{202e\}@x.* ci/);
    expect(text).toMatch(/unknown\S*\s+\S*\?/);
  });

  test("is Markdown in which names are only text", () => {
    expect(printedMarkdown(report)).toContain("| due | 99 d | 2031-01-01 | token | `a\\|b\\u{202e}@x` |");
  });
});
