import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../provider/resources/unknown";
import {
  invalid,
  InvalidTenantAccess,
  type Path,
  placeName,
  problemsOf,
} from "../../provider/tenant-access/problems";

const sentences = (value: unknown) =>
  problemsOf(value).map(({ path, message }) => `${placeName(path)} ${message}`);

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, {}]));

describe("A description of a tenant's access", () => {
  test.each([
    [
      "an unknown section",
      { tokns: {} },
      ["tokns is unknown, did you mean tokens? Known: users, groups, tokens, keys"],
    ],
    [
      "an unknown property",
      { tokens: { ci: { premissions: [] } } },
      [
        'tokens["ci"].premissions is unknown, did you mean permissions? Known: name, permissions, rotateOn, import, protect, deleteBeforeReplace',
      ],
    ],
    [
      "a key that is given permissions",
      { keys: { nightly: { permissions: ["Builds"] } } },
      [
        'keys["nightly"].permissions is unknown. Known: name, enabled, rotateOn, import, protect, deleteBeforeReplace',
      ],
    ],
    [
      "a list where a key's map belongs",
      { keys: { nightly: ["Builds"] } },
      ['keys["nightly"] must be a map such as { enabled: true } (got a list)'],
    ],
    [
      "a permission without its list",
      { users: { "alice@acme.test": "Builds" } },
      ['users["alice@acme.test"] must be a list of permissions (got "Builds")'],
    ],
    [
      "an entry that is no map",
      { keys: { nightly: 3 } },
      ['keys["nightly"] must be a map such as { enabled: true } (got 3)'],
    ],
    [
      "a section that is no map",
      { users: ["a@b.test"] },
      ["users must be a map by e-mail address (got a list)"],
    ],
    ["a list", [], ["it must be a map with users, groups, tokens and keys (got a list)"]],
    [
      "a wrong switch",
      { keys: { nightly: { enabled: "true" } } },
      ['keys["nightly"].enabled must be true or false, without quotes (got "true")'],
    ],
    [
      "a rotation that holds a list",
      { tokens: { ci: { rotateOn: { "the month": [] } } } },
      ['tokens["ci"].rotateOn["the month"] must map strings to strings (got a list)'],
    ],
    [
      "a name of blanks",
      { tokens: { ci: { name: " " } } },
      ['tokens["ci"].name must not be empty or blank (got " ")'],
    ],
    [
      "a wildcard for a group",
      { groups: { "admins-*": [] } },
      [
        "groups[\"admins-*\"] must not hold a wildcard '*', since AppTego matches groups exactly: map each group by its full name",
      ],
    ],
    [
      "what is no e-mail address",
      { users: { alice: [] } },
      [
        "users[\"alice\"] must be one e-mail address such as alice@acme.test, without display name, blanks or 'mailto:'",
      ],
    ],
    [
      "a token's key with white space",
      { tokens: { "ci ": [] } },
      ['tokens["ci "] must not start or end with white space: remove it'],
    ],
    [
      "one person twice, in other letters",
      { users: { "Alice@acme.test": [], "alice@ACME.test": [] } },
      [
        'users["alice@ACME.test"] is the same person as users["Alice@acme.test"], as letter case doesn\'t count: keep one of them',
      ],
    ],
    [
      "one given name for two credentials",
      { tokens: { ci: { name: "CI" }, cd: { name: "CI" } }, keys: { ci: { name: "CI" } } },
      [
        'tokens["cd"].name is "CI" like tokens["ci"].name: two credentials of one name can\'t be told apart, rename one',
      ],
    ],
    [
      "more tokens than a tenant can have",
      { tokens: numbered(22) },
      ["tokens holds 22 API tokens, but a tenant can have only 20: remove 2"],
    ],
    [
      "more keys than a tenant can have",
      { keys: numbered(11) },
      ["keys holds 11 automation keys, but a tenant can have only 10: remove 1"],
    ],
  ])("is refused for %s", (_, value, expected) => {
    expect(sentences(value)).toEqual(expected);
  });

  test("is refused for a wrong permission with the one that was meant, in either form", () => {
    const [short, long] = problemsOf({
      users: { "a@acme.test": ["Builds", "Bilds"], "b@acme.test": { permissions: ["Certificate"] } },
    });

    expect(placeName(short?.path ?? [])).toBe('users["a@acme.test"][1]');
    expect(short?.message).toMatch(/did you mean Builds\? Allowed: .*update_certificates.* \(got "Bilds"\)$/);
    expect(placeName(long?.path ?? [])).toBe('users["b@acme.test"].permissions[0]');
    expect(long?.message).toContain("did you mean Certificates?");
  });

  test("is refused for all of its mistakes at once", () => {
    const paths = problemsOf({
      users: { alice: ["Bilds"] },
      groups: { "": { permission: [] } },
      tokens: { ci: { name: "", rotateOn: 1 } },
      keyes: {},
    }).map(({ path }) => placeName(path));

    expect(paths.sort()).toEqual([
      'groups[""]',
      'groups[""].permission',
      "keyes",
      'tokens["ci"].name',
      'tokens["ci"].rotateOn',
      'users["alice"]',
      'users["alice"][0]',
    ]);
  });

  test("may hold values that aren't known yet, but only where a resource's inputs stand", () => {
    const unknownInputs = {
      users: { "a@acme.test": UNKNOWN, "b@acme.test": { permissions: UNKNOWN, onDestroy: UNKNOWN } },
      tokens: {
        ci: ["Builds", UNKNOWN],
        cd: { name: UNKNOWN, rotateOn: { at: UNKNOWN } },
        ce: { name: UNKNOWN },
      },
      keys: { nightly: { enabled: UNKNOWN, rotateOn: UNKNOWN } },
    };
    const mustBePlain = expect.stringContaining("must be plain when the program runs, not an Output");

    expect(problemsOf(unknownInputs)).toEqual([]);
    expect(problemsOf({ tokens: { ci: [UNKNOWN, "Bilds"] } })).toMatchObject([{ path: ["tokens", "ci", 1] }]);
    expect(problemsOf({ users: UNKNOWN, keys: { nightly: UNKNOWN } })).toMatchObject([
      { path: ["users"], message: mustBePlain },
      { path: ["keys", "nightly"], message: mustBePlain },
    ]);
  });
});

describe("A place", () => {
  test.each<[Path, string]>([
    [[], "it"],
    [["users"], "users"],
    [["users", "alice@acme.test", 0], 'users["alice@acme.test"][0]'],
    [["tokens", "ci", "rotateOn", "the month"], 'tokens["ci"].rotateOn["the month"]'],
  ])("%j is written %s", (path, written) => {
    expect(placeName(path)).toBe(written);
  });
});

describe("The error for mistakes", () => {
  test("says how many there are and lists them", () => {
    const error = invalid("TenantAccess", ["a is wrong", "b is wrong"]);

    expect(error).toBeInstanceOf(InvalidTenantAccess);
    expect(error.message).toBe(
      "TenantAccess has 2 mistakes, so none of it is applied. Correct:\n  a is wrong\n  b is wrong",
    );
    expect(invalid("TenantAccess", ["a is wrong"]).message).toContain("one mistake");
  });
});
