import { describe, expect, test } from "vitest";
import { textOf, textsOf } from "../../provider/policy/known";
import { UNKNOWN } from "../../provider/resources/unknown";
import { handed } from "../support/policy";

describe("A text of a resource", () => {
  test.each([
    [{ email: "alice@acme.test" }, { text: "alice@acme.test" }],
    [{ email: 7 }, { text: undefined }],
    [{}, { text: undefined }],
    [{ email: UNKNOWN }, "unknown"],
  ])("of %j is %j", (props, expected) => {
    expect(textOf(handed(props), "email")).toEqual(expected);
  });
});

describe("A list of texts", () => {
  test.each([
    [{ list: ["a", "b"] }, { texts: ["a", "b"], complete: true }],
    [{ list: ["a", UNKNOWN, "b"] }, { texts: ["a", "b"], complete: false }],
    [{ list: UNKNOWN }, { texts: [], complete: false }],
    [{ list: ["a", 7] }, { texts: ["a"], complete: true }],
    [{}, { texts: [], complete: true }],
  ])("of %j is what is known of it: %j", (props, expected) => {
    expect(textsOf(handed(props), "list")).toEqual(expected);
  });
});
