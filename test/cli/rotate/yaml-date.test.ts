import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { entryOf, withDate } from "../../../provider/cli/rotate/yaml-date";

const DATE = "2031-02-03";
const CI = { section: "tokens", key: "ci" } as const;

const inTokens = (entry: string) =>
  `# Ours.\ntokens:   # of CI\n${entry}\n  other:  [ Builds ]  # stays\n\nusers: {a@acme.test: [Builds]}\n`;

describe("The date in tenant.yaml", () => {
  test.each([
    ["  ci: [Builds]  # why", `  ci: { permissions: [Builds], rotateOn: { date: "2031-02-03" } }  # why`],
    ["  ci: { permissions: [Builds] }", `  ci: { rotateOn: { date: "2031-02-03" }, permissions: [Builds] }`],
    ["  ci: {permissions: [Builds]}", `  ci: { rotateOn: { date: "2031-02-03" }, permissions: [Builds]}`],
    ["  ci: {}", `  ci: { rotateOn: { date: "2031-02-03" } }`],
    ["  ci:", `  ci: { rotateOn: { date: "2031-02-03" } }`],
    ["  ci:   # nobody's", `  ci: { rotateOn: { date: "2031-02-03" } }   # nobody's`],
    ["  ci: ~", `  ci: { rotateOn: { date: "2031-02-03" } }`],
    [`  "ci" : null`, `  "ci" : { rotateOn: { date: "2031-02-03" } }`],
    [
      "  ci: { rotateOn: { month: 2026-11 }, name: ci } # x",
      `  ci: { rotateOn: { date: "2031-02-03", month: 2026-11 }, name: ci } # x`,
    ],
    ["  ci: { rotateOn: { date: 2030-01-01 } }", `  ci: { rotateOn: { date: "2031-02-03" } }`],
    [
      "  ci:\n    # first\n    name: ci # its name\n    permissions:\n    - Builds # build",
      `  ci:\n    # first\n    rotateOn: { date: "2031-02-03" }\n    name: ci # its name\n    permissions:\n    - Builds # build`,
    ],
    [
      "  ci:\n    rotateOn:\n      month: 2026-11 # rotate\n",
      `  ci:\n    rotateOn:\n      date: "2031-02-03"\n      month: 2026-11 # rotate\n`,
    ],
    [
      "  ci:\n    - Builds # one\n    - Certificates",
      `  ci:\n    rotateOn: { date: "2031-02-03" }\n    permissions:\n    - Builds # one\n    - Certificates`,
    ],
  ])("changes one entry, and no other character: %s", (before, after) => {
    expect(withDate(inTokens(before), CI, DATE)).toBe(inTokens(after));
  });

  test("keeps Windows' line ends, and JSON as JSON", () => {
    const windows = inTokens("  ci:\n    name: ci").replaceAll("\n", "\r\n");
    const json = `{\n  "tokens": { "ci": { "name": "ci" } }\n}\n`;

    expect(withDate(windows, CI, DATE)).toBe(
      inTokens(`  ci:\n    rotateOn: { date: "2031-02-03" }\n    name: ci`).replaceAll("\n", "\r\n"),
    );
    expect(JSON.parse(withDate(json, CI, DATE))).toEqual({
      tokens: { ci: { rotateOn: { date: DATE }, name: "ci" } },
    });
  });

  test("is written by the library where the text can't be kept, with its comments", () => {
    const text = "tokens: # of CI\n  ci:\n  - Builds # one\n  other: [Builds]\n";

    const after = withDate(text, CI, DATE);

    expect(parse(after)).toEqual({
      tokens: { ci: { permissions: ["Builds"], rotateOn: { date: DATE } }, other: ["Builds"] },
    });
    expect(after).toContain("# of CI");
  });

  test("isn't written where it would change another entry, or there is none", () => {
    const shared = "tokens:\n  ci: &it { permissions: [Builds] }\n  other: *it\n";

    expect(() => withDate(shared, CI, DATE)).toThrow(/tokens\.ci shares its text .* by hand\.$/);
    expect(() => withDate("tokens: {}", CI, DATE)).toThrow("There is no tokens.ci.");
    expect(entryOf("tokens: { constructor: }", { section: "tokens", key: "toString" })).toBeUndefined();
    expect(entryOf("tokens: [", CI)).toBeUndefined();
  });

  test("is all that changes, whatever the file says", () => {
    const entry = fc.record(
      {
        name: fc.string(),
        permissions: fc.array(fc.string(), { maxLength: 3 }),
        rotateOn: fc.dictionary(fc.constantFrom("month", "date", "why"), fc.string(), { maxKeys: 2 }),
      },
      { requiredKeys: [] },
    );
    const entries = fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      entry,
      {
        maxKeys: 4,
      },
    );
    const form = fc.constantFrom({}, { collectionStyle: "flow" as const }, { indentSeq: false });
    fc.assert(
      fc.property(entries, entry, form, (others, own, style) => {
        const data = { tokens: { ...others, ci: own }, keys: others };

        const after = parse(withDate(stringify(data, style), CI, DATE)) as unknown;

        const rotateOn = { ...own.rotateOn, date: DATE };
        expect(JSON.parse(JSON.stringify(after))).toEqual(
          JSON.parse(JSON.stringify({ ...data, tokens: { ...data.tokens, ci: { ...own, rotateOn } } })),
        );
      }),
      { numRuns: 60 },
    );
  });
});
