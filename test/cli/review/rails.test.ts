import { describe, expect, test } from "vitest";
import { accessOf } from "../../../provider/cli/review/access-of";
import { judgeRails, type Rails } from "../../../provider/cli/review/rails";
import { person, previewOf, type StepLike } from "./previews";

const ADMIN = "user_and_api_management";
const BUILDS = "build_applications";

function judged(rails: Rails, steps: readonly StepLike[], more = {}) {
  const preview = previewOf(steps, more);
  return judgeRails(rails, preview, accessOf(preview));
}
const holds = (...given: Parameters<typeof judged>) => judged(...given).map((one) => one.holds);
const HALF = { changeSummary: { same: 5 } };
const invited = (name: string, before?: string[], after?: string[]): StepLike => ({
  ...person(name, before, after),
  outputs: { status: "invited" },
});

describe("At least so many administrators", () => {
  const two = [person("alice", [ADMIN], [BUILDS]), person("bob", [ADMIN], [ADMIN])];

  test.for<[string, number, StepLike[], boolean]>([
    ["enough are left", 1, two, true],
    ["too few are left", 2, two, false],
    ["one is removed", 2, [person("alice", [ADMIN]), person("bob", [ADMIN], [ADMIN])], false],
    ["another is one already", 1, [person("alice", [ADMIN]), person("bob", [BUILDS], [ADMIN])], true],
    ["the other is only invited", 1, [person("alice", [ADMIN]), invited("bob", [ADMIN], [ADMIN])], false],
    ["the other is new", 1, [person("alice", [ADMIN]), person("bob", undefined, [ADMIN])], false],
    [
      "nobody stops being one, though there are too few",
      3,
      [person("alice", [ADMIN], [ADMIN, BUILDS])],
      true,
    ],
    [
      "one becomes another",
      1,
      [
        {
          ...person("alice", [ADMIN], [ADMIN]),
          op: "replace",
          after: { email: "m@acme.test", permissions: [ADMIN] },
        },
      ],
      false,
    ],
  ])("are there where %s", ([, least, steps, expected]) => {
    expect(holds({ minAdministrators: least }, steps)).toEqual([expected]);
  });

  test("can't be told where the preview doesn't list what stays", () => {
    const [verdict] = judged({ minAdministrators: 1 }, [person("alice", [ADMIN])], HALF);

    expect(verdict).toMatchObject({ holds: false, says: expect.stringContaining("--show-sames") as string });
    expect(holds({ minAdministrators: 1 }, [person("alice", [BUILDS])], HALF)).toEqual([true]);
  });
});

describe("Whoever must stay an administrator", () => {
  const required = { requireAdministrator: ["Alice@acme.test", "bob@acme.test"] };

  test("is told one by one, whatever the letter case", () => {
    expect(judged(required, [person("alice", [ADMIN], [ADMIN]), person("bob", [ADMIN], [])])).toEqual([
      {
        rail: "--require-administrator Alice@acme.test",
        holds: true,
        says: "is an administrator after the change",
      },
      {
        rail: "--require-administrator bob@acme.test",
        holds: false,
        says: "isn't an administrator after the change",
      },
    ]);
  });

  test("must be a user of the stack", () => {
    expect(judged(required, [person("alice", [ADMIN])]).map(({ says }) => says)).toEqual([
      "isn't a user of the stack after the change",
      "isn't a user of the stack after the change",
    ]);
    expect(judged(required, [], HALF)[0]?.says).toContain("--show-sames");
  });
});

describe("At most so many removals", () => {
  const four = [
    person("alice", [BUILDS]),
    person("bob", [BUILDS], []),
    person("carol", [BUILDS], [ADMIN]),
    {
      op: "replace",
      type: "ApiToken",
      name: "ci",
      before: { name: "a", permissions: [BUILDS] },
      after: { name: "b", permissions: [] },
    },
  ];

  test.for([
    [{ count: 2 }, true, "2 removed"],
    [{ count: 1 }, false, "2 removed"],
    [{ percent: 50 }, true, "2 of 4 removed, 50 %"],
    [{ percent: 49 }, false, "2 of 4 removed, 50 %"],
  ] as const)(
    "count who goes and who is left with nothing, not what is rotated: %j",
    ([maxRemovals, is, says]) => {
      expect(judged({ maxRemovals }, four)).toMatchObject([{ holds: is, says }]);
    },
  );

  test("don't count who stays in the tenant", () => {
    const stays = { ...person("alice", [BUILDS]), options: { retainOnDelete: true } };

    expect(judged({ maxRemovals: { count: 0 } }, [stays])).toMatchObject([{ holds: true }]);
  });

  test("count a person or a group under another name", () => {
    const group = (groupName: string) => ({ groupName, permissions: [BUILDS] });
    const other: StepLike = {
      op: "replace",
      type: "SamlGroupMapping",
      before: group("a"),
      after: group("b"),
    };

    expect(holds({ maxRemovals: { count: 0 } }, [other])).toEqual([false]);
  });

  test("as a part need the whole stack, but where nothing is removed", () => {
    const maxRemovals = { percent: 90 };

    expect(judged({ maxRemovals }, [person("alice", [BUILDS])], HALF)[0]).toMatchObject({ holds: false });
    expect(judged({ maxRemovals }, [], HALF)).toMatchObject([{ holds: true, says: "nothing is removed" }]);
  });
});

test("No rails, no verdicts", () => {
  expect(judged({}, [person("alice", [ADMIN])])).toEqual([]);
});
