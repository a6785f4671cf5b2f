import { describe, expect, test } from "vitest";
import { DEFAULT_RAILS, railsJsonSchema, readRails, reasonProblem } from "../../provider/api/rail-settings";

const LABEL = "apptego:rails";
const problems = (value: unknown) => readRails(JSON.stringify(value), LABEL).problems;

describe("The rails of a stack", () => {
  test("keep one administrator and the token in use, unless told otherwise", () => {
    const fewest = { minAdministrators: 1, requiredAdministrators: [], requireSelf: true };

    expect(readRails(undefined, LABEL)).toEqual({ rails: fewest, problems: [] });
    expect(readRails("{}", LABEL)).toEqual({ rails: fewest, problems: [] });
    expect(DEFAULT_RAILS).toEqual(fewest);
  });

  test("are taken as given, each e-mail address once and in lower case", () => {
    const requiredAdministrators = ["Alice@acme.test", "alice@acme.test", "bob@acme.test"];
    const given = { minAdministrators: 2, requiredAdministrators, requireSelf: false };

    expect(readRails(JSON.stringify(given), LABEL).rails).toEqual({
      minAdministrators: 2,
      requiredAdministrators: ["alice@acme.test", "bob@acme.test"],
      requireSelf: false,
    });
  });

  test.for([
    ["none at all", { minAdministrators: 0 }, "minAdministrators must be a whole number of at least 1"],
    ["a fraction", { minAdministrators: 1.5 }, "minAdministrators must be a whole number"],
    [
      "a number in quotes",
      { minAdministrators: "2" },
      'minAdministrators must be a whole number of at least 1: the last administrator always stays (got "2")',
    ],
    [
      "one e-mail address",
      { requiredAdministrators: "a@b.cd" },
      "requiredAdministrators must be a list of e-mail",
    ],
    [
      "no e-mail address",
      { requiredAdministrators: ["a@b.cd", "bob"] },
      'requiredAdministrators[1] must be one e-mail address such as alice@acme.test (got "bob")',
    ],
    [
      "a number for an address",
      { requiredAdministrators: [7] },
      "requiredAdministrators[0] must be an e-mail address (got 7)",
    ],
    ["a text for a switch", { requireSelf: "false" }, 'requireSelf must be true or false (got "false")'],
    [
      "a typo",
      { minAdminstrators: 2 },
      'minAdminstrators is no rail (did you mean "minAdministrators"?): remove it. The rails are minAdministrators, requiredAdministrators, requireSelf',
    ],
  ] as const)("are refused with %s", ([, given, message]) => {
    expect(problems(given)).toEqual([expect.stringContaining(`${LABEL}.${message}`)]);
  });

  test.for([[["alice@acme.test"]], ["text"], [null], [3]])(
    "are refused where they are no map: %j",
    ([given]) => {
      expect(problems(given)).toEqual([expect.stringContaining(`${LABEL} must be an object`)]);
    },
  );

  test("are refused where they are no JSON, with the command that sets them", () => {
    expect(readRails("minAdministrators=2", "APPTEGO_RAILS").problems).toEqual([
      expect.stringMatching(
        /^APPTEGO_RAILS must be a JSON object.*pulumi config set --path apptego:rails\.min/,
      ),
    ]);
  });

  test("are refused with every mistake at once", () => {
    expect(problems({ minAdministrators: 0, requireSelf: 1, more: true })).toHaveLength(3);
  });

  test("have a schema for editors that lists each of them", () => {
    expect(railsJsonSchema()).toMatchObject({
      additionalProperties: false,
      properties: { minAdministrators: { minimum: 1 }, requiredAdministrators: {}, requireSelf: {} },
    });
  });
});

describe("The reason for lifting the rails", () => {
  test.for(["", "because", "         x         ", "two\nlines of it", "x".repeat(201)])(
    "isn't %j",
    (reason) => {
      expect(reasonProblem(reason)).toContain("must say why, in one line of 10 to 200 characters");
    },
  );

  test("may be any line that says something", () => {
    expect(reasonProblem("INC-4711: Bob left")).toBeUndefined();
  });
});
