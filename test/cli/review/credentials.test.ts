import { describe, expect, test } from "vitest";
import { credentialsOf, resourceLabel, untagged } from "../../../provider/cli/review/credentials";
import { previewOf, type StepLike, urnOf } from "./previews";

const named = (name: string, more = {}) => ({ name, ...more });
const events = (steps: readonly StepLike[]) =>
  credentialsOf(previewOf(steps)).map(({ name, what, gap }) => [name, what, gap]);

describe("Credentials by a preview", () => {
  test("are issued, rotated, destroyed, switched, taken over and left", () => {
    const type = "AutomationKey";
    expect(
      events([
        { op: "create", type: "ApiToken", name: "new", after: named("new") },
        { op: "replace", type: "ApiToken", name: "turn", before: named("turn"), after: named("turn 2") },
        {
          op: "replace",
          type,
          name: "gap",
          before: named("gap"),
          after: named("gap 2", { __deleteBeforeReplace: true }),
        },
        { op: "delete", type: "ApiToken", name: "gone", before: named("gone") },
        {
          op: "update",
          type,
          name: "off",
          before: named("off", { enabled: true }),
          after: named("off", { enabled: false }),
        },
        { op: "update", type, name: "on", before: named("on", { enabled: false }), after: named("on") },
        { op: "create", type, name: "old", after: named("old", { __import: "3" }) },
        { op: "delete", type, name: "kept", before: named("kept"), options: { retainOnDelete: true } },
        { op: "update", type: "ApiToken", name: "same", before: named("same"), after: named("same") },
      ]),
    ).toEqual([
      ["turn 2", "rotated", false],
      ["gap 2", "rotated", true],
      ["gone", "destroyed", false],
      ["new", "issued", false],
      ["on", "enabled", false],
      ["off", "disabled", false],
      ["old", "taken over", false],
      ["kept", "left in the tenant", false],
    ]);
  });

  test("tell who takes their outputs, whoever's resource it is", () => {
    const ci = urnOf("ApiToken", "ci");
    const [first] = credentialsOf(
      previewOf([
        { op: "replace", type: "ApiToken", name: "ci", before: named("a"), after: named("b") },
        {
          op: "update",
          type: "aws:ssm/parameter:Parameter",
          name: "token",
          before: {},
          after: {},
          dependencies: [ci],
        },
        { op: "same", type: "User", name: "alice", before: {}, after: {}, dependencies: [ci] },
        { op: "delete", type: "aws:s3:Bucket", name: "gone", before: {}, dependencies: [ci] },
      ]),
    );

    expect(first?.consumers).toEqual(["User alice", "aws:ssm/parameter:Parameter token"]);
  });

  test("have the resource's name where their own is a secret", () => {
    expect(events([{ op: "create", type: "ApiToken", name: "ci", after: named("[secret]") }])).toEqual([
      ["ci", "issued", false],
    ]);
  });
});

describe("Names", () => {
  test("of resources are short, also in a component, and may hold colons", () => {
    expect(
      resourceLabel("urn:pulumi:p::a::apptego:index:TenantAccess$pulumi-nodejs:dynamic/apptego:User::a::b"),
    ).toBe("User a::b");
  });

  test("of credentials have no tag", () => {
    expect([untagged("ci [pu-0123456789]"), untagged("ci")]).toEqual(["ci", "ci"]);
  });
});
