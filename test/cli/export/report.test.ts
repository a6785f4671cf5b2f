import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import {
  exportJsonSchema,
  printedMarkdown,
  printedTable,
  reportOf,
} from "../../../provider/cli/export/report";
import type { Selection } from "../../../provider/cli/export/objects";

const live = { id: "1", name: "ci", properties: {} };
const selection: Selection = {
  objects: [
    {
      ...{ kind: "token", id: "1", name: "ci", title: "ci", isNamed: true, protect: false },
      notes: [],
      live,
    },
    { ...{ kind: "key", id: "2", name: "k", title: "k", isNamed: true, protect: false }, notes: [], live },
    { ...{ kind: "key", id: "3", name: "l", title: "l", isNamed: true, protect: false }, notes: [], live },
  ],
  skipped: [{ kind: "mapping", id: "4", title: "a*\u202E", reason: "it can't" }],
  unplanned: ["users"],
};
const files = [
  { file: "index.ts", status: "differs" },
  { file: "Pulumi.yaml", status: "same" },
] as const;
const report = (written: boolean) =>
  reportOf(selection, { ...{ tenant: "t", form: "typescript", folder: "out", written }, files });

describe("The report of an export", () => {
  test("is JSON by its schema", () => {
    const validate = new Ajv2020({ strict: false }).compile(exportJsonSchema());

    expect(validate(JSON.parse(JSON.stringify(report(true))))).toBe(true);
    expect(report(true).objects[0]).not.toHaveProperty("live");
  });

  test("counts, says what became of each file, and what is left out", () => {
    expect(printedTable(report(true)))
      .toBe(`Tenant t: 1 API token, 2 automation keys, as a Pulumi program in out
  index.ts      replaced
  Pulumi.yaml   is there already
Left out: SAML group mapping a*\\u{202e}: it can't.
The tenant's plan has no users.`);
    expect(printedTable(report(false))).toContain("index.ts      is there and differs");
  });

  test("is Markdown in which names are only text", () => {
    expect(printedMarkdown(report(true))).toContain("| `index.ts` | replaced |");
    expect(printedMarkdown(report(true))).toContain("a\\*\\\\u\\{202e\\}");
  });
});
