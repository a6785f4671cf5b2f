import { describe, expect, test } from "vitest";
import { COMPUTED_NAME, computedName, sameKeepers } from "../../provider/resources/computed-name";
import { CredentialName } from "../../provider/resources/inputs";

const URN = "urn:pulumi:dev::acme::pulumi-nodejs:dynamic/apptego:ApiToken::ci";

describe("A computed name", () => {
  test("stays the same, as states and the portal hold it", () => {
    expect(computedName("ci", URN)).toBe("ci [pu-7912759dbf]");
  });

  test("is the resource's name and a tag that nobody else may give", () => {
    expect(computedName("ci", URN)).toMatch(/^ci \[pu-[0-9a-f]{10}\]$/);
    expect(CredentialName.safeParse(computedName("ci", URN)).success).toBe(false);
  });

  test.each([
    ["another order", { a: "1", b: "2" }, { b: "2", a: "1" }],
    ["a number for its text", { a: "1" }, { a: 1 }],
    ["true for its text", { a: "true" }, { a: true }],
    ["an empty map for none", {}, undefined],
    ["null for none", null, undefined],
  ])("stays with %s", (_, one, other) => {
    expect(computedName("ci", URN, one)).toBe(computedName("ci", URN, other));
    expect(sameKeepers(one, other)).toBe(true);
  });

  test.each([
    ["a rotation", URN, { a: "1" }],
    ["another stack", URN.replace("dev", "prod"), undefined],
    ["another type", URN.replace("ApiToken", "AutomationKey"), undefined],
  ])("changes with %s", (_, urn, rotateOn) => {
    expect(computedName("ci", urn, rotateOn)).not.toBe(computedName("ci", URN));
  });

  test("changes with the backend, where that is known", () => {
    const names = [undefined, "file:///a", "file:///b"].map((url) => computedName("ci", URN, undefined, url));

    expect(new Set(names).size).toBe(3);
    expect(names[0]).toBe(computedName("ci", URN));
  });

  test("changes with each rotation", () => {
    const maps = [{ a: "1" }, { a: "2" }, { b: "1" }, { a: "1", b: "" }, { "a,b": "1" }];
    expect(new Set(maps.map((map) => computedName("ci", URN, map))).size).toBe(maps.length);
    expect(sameKeepers({ a: "1" }, { a: "2" })).toBe(false);
  });

  test.each([
    ["control characters", "c\ni\u202E", /^c i \[pu-/],
    ["nothing to see", "\n\u200B", /^\[pu-/],
    ["half a surrogate pair", "c\uD800i", /^c i \[pu-/],
    ["many characters", "x".repeat(300), /^x{100} \[pu-/],
    ["an emoji where it is cut", `${"x".repeat(99)}🚀🚀`, /^x{99}🚀 \[pu-/u],
  ])("of a label with %s can be shown", (_, label, expected) => {
    const name = computedName(label, URN);

    expect(name).toMatch(expected);
    expect(name).toMatch(COMPUTED_NAME);
    expect(CredentialName.safeParse(name.replace(COMPUTED_NAME, "x")).success).toBe(true);
  });
});
