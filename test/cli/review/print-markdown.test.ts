import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PERMISSION_KEYS } from "../../../provider/api/permissions";
import { markerOf, printedMarkdown } from "../../../provider/cli/review/print-markdown";
import { readPreview } from "../../../provider/cli/review/read-preview";
import { reviewOf } from "../../../provider/cli/review/report";
import { person, previewOf, recordedPreview, type StepLike, urnOf } from "./previews";

const ADMIN = "user_and_api_management";
const LIMIT = 65_536;
const markdown = (steps: readonly StepLike[], rails = {}) =>
  printedMarkdown(reviewOf(previewOf(steps), rails));

describe("The comment of a review", () => {
  const lines = printedMarkdown(
    reviewOf(readPreview("sames", recordedPreview("sames")), { maxRemovals: { percent: 25 } }),
  ).split("\n");

  test("begins with its stack's marker, the sentence and the rails, and ends with the hash", () => {
    expect(lines.slice(0, 8)).toEqual([
      "<!-- apptego-review access/dev -->",
      expect.stringMatching(/^### AppTego: 1 rail broken, 2 escalations, 1 person removed, /),
      "",
      "Stack `dev` of `access`. **A rail refuses this change.**",
      "",
      "**Rails**",
      "",
      "- ✗ `--max-removals 25%`: 3 of 10 removed, 30 %",
    ]);
    expect(lines.at(-1)).toMatch(/^Hash of this change: `[0-9a-f]{64}`$/);
  });

  test("tells escalations first, then who gains and loses, credentials and the folded matrix", () => {
    const titles = lines.filter((line) => line.startsWith("**") || line.startsWith("<details>"));

    expect(titles).toEqual([
      "**Rails**",
      "**Escalations**: they lead to all other permissions",
      "**Who gains and who loses**",
      "**Credentials**",
      "<details><summary>Who may do what, before and after</summary>",
    ]);
    expect(lines).toContain(
      "| `bob@acme.test` | person, invited, changed | **Users &amp; API Management** |",
    );
    expect(lines).toContain(
      "| `ci [pu-2c2f4c9549]` | API token | rotated | `ApiToken fresh`, `pulumi-nodejs:dynamic:Resource store` |",
    );
    expect(lines).toContain("| `alice@acme.test` | person, invited |  |  |  |  | ✓ |  |");
  });

  test("has one marker a stack, whatever the stack is called", () => {
    expect(markerOf({ project: "access", stack: "prod" })).toBe("<!-- apptego-review access/prod -->");
    expect(markerOf({ project: "a --> <b>", stack: "x\n--" })).toBe("<!-- apptego-review a_-___b_/x_- -->");
  });

  test("is short where nothing changes", () => {
    expect(markdown([person("alice", [ADMIN], [ADMIN])]).split("\n").length).toBeLessThan(20);
  });
});

describe("Whatever the size, the comment", () => {
  const all = [...PERMISSION_KEYS];
  const many = (count: number, name = "p") =>
    Array.from({ length: count }, (_, at) =>
      person(`${name}${String(at)}`, at % 2 ? [] : all, at % 2 ? all : undefined),
    );
  const groups = Array.from({ length: 60 }, (_, at): StepLike => ({
    ...{ op: "create", type: "SamlGroupMapping", name: `g${String(at)}` },
    after: { groupName: `CN=group ${String(at)},OU=Groups,DC=example,DC=com`, permissions: all },
  }));

  test.for([
    ["1,000 users and 60 mappings", [...many(1_000), ...groups]],
    ["names of 2,000 characters", many(200, "ä".repeat(2_000))],
    [
      "a credential that everything uses",
      [
        { op: "replace", type: "ApiToken", name: "ci", before: { name: "a" }, after: { name: "b" } },
        ...Array.from({ length: 3_000 }, (_, at): StepLike => ({
          op: "update",
          type: "aws:x:Y",
          name: `y${String(at)}`,
          before: {},
          after: {},
          dependencies: [urnOf("ApiToken", "ci")],
        })),
      ],
    ],
    [
      "more permissions than there are",
      [
        person(
          "alice",
          [],
          Array.from({ length: 5_000 }, (_, at) => `newer_${String(at)}`),
        ),
      ],
    ],
  ] as const)("stays below 65,536 bytes and keeps the summary, the rails and the hash: %s", ([, steps]) => {
    const text = markdown(steps, {
      minAdministrators: 1,
      requireAdministrator: Array.from({ length: 40 }, (_, at) => `admin${String(at)}@acme.test`),
      maxRemovals: { count: 3 },
    });

    expect(Buffer.byteLength(text)).toBeLessThan(LIMIT);
    expect(text).toMatch(/^<!-- apptego-review access\/prod -->\n### AppTego: \d+ rail/);
    expect(text).toContain("`--max-removals 3`");
    expect(text).toMatch(/Hash of this change: `[0-9a-f]{64}`$/);
    expect(text.split("<details>").length).toBe(text.split("</details>").length);
  });

  test("says how many it leaves out, and where they are", () => {
    expect(markdown(many(1_000))).toMatch(/… and \d+ more: see `--output json`\./);
  });

  test("is made of its own words: foreign ones mark nothing up, link nowhere and mention nobody", () => {
    const foreign = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(
        "@team",
        "](http://x)",
        "<img src=x onerror=1>",
        "`code`",
        "a|b",
        "\u202Ex",
        "<!-- -->",
        "</details>",
        "#1",
        "https://evil.test",
      ),
    );
    fc.assert(
      fc.property(fc.array(foreign, { minLength: 1, maxLength: 6 }), (names) => {
        const steps = names.map((name, at): StepLike => ({
          ...{ op: "create", type: at % 2 ? "SamlGroupMapping" : "ApiToken", name: `r${String(at)} ${name}` },
          after: { name, groupName: name, permissions: [ADMIN, name] },
        }));
        const text = markdown(steps);
        const bare = text.replace(/(`+) ?[\s\S]*?[^`]\1(?!`)/g, "").replace(/@<!-- -->/g, "");

        expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/u);
        expect(bare).not.toMatch(/@\w/);
        expect(bare.replace(/<!-- apptego-review [^>]*-->|<\/?details>|<\/?summary>/g, "")).not.toMatch(
          /<\w|<!--|<\//,
        );
        expect(bare).not.toMatch(/(?<!\\)\]\(/);
        expect(Buffer.byteLength(text)).toBeLessThan(LIMIT);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
