import { describe, expect, test } from "vitest";
import { changeHash } from "../../../provider/cli/review/change-hash";
import { readPreview } from "../../../provider/cli/review/read-preview";
import { person, previewOf, previewText, recordedPreview, type StepLike } from "./previews";

const BUILDS = "build_applications";
const ADMIN = "user_and_api_management";
const token = (name: string, more: Partial<StepLike> = {}): StepLike => ({
  ...{ op: "create", type: "ApiToken", name: "ci", after: { name, permissions: [] } },
  ...more,
});
const bucket: StepLike = { op: "create", type: "aws:s3:Bucket", name: "b", after: {} };
const STEPS = [person("alice", [BUILDS], [ADMIN]), token("ci [pu-0123456789]"), bucket];
const hashOf = (steps: readonly StepLike[]) => changeHash(previewOf(steps));

describe("The hash of a change", () => {
  test("is 64 digits, and the same for the same change", () => {
    expect(hashOf(STEPS)).toMatch(/^[0-9a-f]{64}$/);
    expect(changeHash(readPreview("one", recordedPreview("sames")))).toBe(
      changeHash(readPreview("other", recordedPreview("sames"))),
    );
  });

  test("doesn't depend on order, on what stays, on names that are computed anew, or on times", () => {
    const other = [
      bucket,
      token("ci [pu-9999999999]"),
      person("dave", [BUILDS], [BUILDS]),
      STEPS[0] ?? bucket,
    ];
    const later = JSON.parse(previewText(STEPS, { duration: 9 })) as object;

    expect(hashOf(other)).toBe(hashOf(STEPS));
    expect(changeHash(readPreview("later", JSON.stringify(later)))).toBe(hashOf(STEPS));
  });

  test.for<[string, StepLike[]]>([
    ["another permission", [person("alice", [BUILDS], [BUILDS, ADMIN]), ...STEPS.slice(1)]],
    ["other permissions before", [person("alice", [], [ADMIN]), ...STEPS.slice(1)]],
    ["another person", [person("mallory", [BUILDS], [ADMIN]), ...STEPS.slice(1)]],
    ["one more", [...STEPS, person("bob", undefined, [])]],
    ["one less", STEPS.slice(1)],
    ["another name of a credential", [STEPS[0] ?? bucket, token("cd"), bucket]],
    [
      "a credential that is taken over",
      [STEPS[0] ?? bucket, token("x", { after: { name: "ci", permissions: [], __import: "1" } }), bucket],
    ],
    ["another provider's resource", STEPS.slice(0, 2)],
    ["what happens to it", [...STEPS.slice(0, 2), { ...bucket, op: "delete", before: {} }]],
  ])("is another one for %s", ([, steps]) => {
    expect(hashOf(steps)).not.toBe(hashOf(STEPS));
  });

  test.for<[string, StepLike, StepLike]>([
    [
      "the switch of a key",
      { op: "update", type: "AutomationKey", before: { enabled: true }, after: { enabled: false } },
      { op: "update", type: "AutomationKey", before: { enabled: true }, after: { enabled: true } },
    ],
    [
      "who stays in the tenant",
      { op: "delete", before: { email: "a@b.cd", onDestroy: "retain" } },
      { op: "delete", before: { email: "a@b.cd" } },
    ],
    [
      "which goes first",
      { op: "replace", type: "ApiToken", before: { name: "a" }, after: { name: "b" } },
      {
        op: "replace",
        type: "ApiToken",
        before: { name: "a" },
        after: { name: "b", __deleteBeforeReplace: true },
      },
    ],
    [
      "which one goes",
      { op: "delete", type: "ApiToken", before: { name: "a" }, id: "1" },
      { op: "delete", type: "ApiToken", before: { name: "a" }, id: "2" },
    ],
  ])("tells %s", ([, one, other]) => {
    expect(hashOf([one])).not.toBe(hashOf([other]));
  });
});
