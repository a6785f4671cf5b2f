import { describe, expect, test } from "vitest";
import { accessRows } from "../../../provider/access/rows";
import { accessOf } from "../../../provider/cli/review/access-of";
import { person, previewOf, type StepLike } from "./previews";

const BUILDS = "build_applications";
const ADMIN = "user_and_api_management";

/** Who differs, as "name: state +gained -lost". */
function differences(steps: readonly StepLike[]): string[] {
  const { before, after } = accessOf(previewOf(steps));
  return accessRows(after, before)
    .filter(({ state }) => state !== "same")
    .map(({ name, state, gained, lost }) =>
      [name, state, ...gained.map((key) => `+${key}`), ...lost.map((key) => `-${key}`)].join(" "),
    );
}

describe("Who may do what by a preview", () => {
  test("follows updates, creations and removals", () => {
    expect(
      differences([
        person("alice", [BUILDS], [BUILDS, ADMIN]),
        person("bob", undefined, [BUILDS]),
        person("carol", [ADMIN]),
        person("dave", [BUILDS], [BUILDS]),
      ]),
    ).toEqual([
      `alice@acme.test changed +${ADMIN}`,
      `bob@acme.test added +${BUILDS}`,
      `carol@acme.test removed -${ADMIN}`,
    ]);
  });

  test("knows another person or group though the resource stays", () => {
    const email = (name: string) => ({ email: `${name}@acme.test`, permissions: [ADMIN] });
    const group = (groupName: string) => ({ groupName, permissions: [BUILDS] });
    expect(
      differences([
        { op: "replace", name: "lead", before: email("alice"), after: email("mallory") },
        {
          op: "replace",
          type: "SamlGroupMapping",
          name: "dev",
          before: group("dev"),
          after: group("everyone"),
        },
      ]),
    ).toEqual([
      `alice@acme.test removed -${ADMIN}`,
      `mallory@acme.test added +${ADMIN}`,
      `dev removed -${BUILDS}`,
      `everyone added +${BUILDS}`,
    ]);
  });

  test("takes a replaced token for the same one, as it does the old one's work", () => {
    const token = (name: string, ...permissions: string[]) => ({ name, permissions });
    expect(
      differences([
        {
          op: "replace",
          type: "ApiToken",
          name: "ci",
          before: token("a", BUILDS),
          after: token("b", BUILDS, ADMIN),
        },
      ]),
    ).toEqual([`b changed +${ADMIN}`]);
  });

  test.for([
    ["is left in the tenant by onDestroy", { onDestroy: "retain" }, {}, {}, []],
    ["was a member before", {}, { adopted: true }, {}, []],
    [
      "was a member before, but is to go",
      { onDestroy: "remove" },
      { adopted: true },
      {},
      [`alice@acme.test removed -${ADMIN}`],
    ],
    ["is left by the resource option", {}, {}, { retainOnDelete: true }, []],
    ["is cleared", { onDestroy: "clearPermissions" }, {}, {}, [`alice@acme.test changed -${ADMIN}`]],
  ] as const)("keeps a person who leaves the stack and %s", ([, inputs, outputs, options, expected]) => {
    const before = { email: "alice@acme.test", permissions: [ADMIN], ...inputs };

    expect(differences([{ op: "delete", before, outputs, options }])).toEqual(expected);
  });

  test("changes nothing by a takeover", () => {
    const after = { email: "alice@acme.test", permissions: [ADMIN], __import: "17" };

    expect(differences([{ op: "create", after }])).toEqual([]);
  });

  test("counts nobody of whom isn't known whether AppTego made them", () => {
    const email = { email: "alice@acme.test", permissions: [BUILDS] };
    const unresolved = { op: "replace", id: "unresolved:1", before: email, after: email };

    expect(differences([unresolved])).toEqual([`alice@acme.test added +${BUILDS}`]);
  });

  test("names the tenant where the states do", () => {
    const { before } = accessOf(previewOf([{ ...person("alice", [ADMIN]), outputs: { __tenant: "t1" } }]));

    expect(before.tenant).toBe("t1");
  });
});
