import { describe, expect, test } from "vitest";
import { compare } from "../../provider/pulumi/compare";
import { resourceOf } from "../../provider/resources";

const token = resourceOf("ApiToken");
const state = { name: "ci", permissions: ["build_applications"], tokenKey: "tok_1" };

describe("The comparison of a state with a wish", () => {
  test("finds nothing where they are equal, and tells a change from a replacement", () => {
    expect(compare(token, "tok_1", state, state)).toEqual({ changes: false, replaces: [] });
    expect(compare(token, "tok_1", state, { ...state, permissions: [] })).toEqual({
      changes: true,
      replaces: [],
    });
    expect(compare(token, "tok_1", state, { ...state, name: "cd" })).toEqual({
      changes: true,
      replaces: ["name"],
    });
  });

  test("takes duplicates for a change that needs no replacement", () => {
    const doubled = { ...state, duplicateIds: ["tok_2"] };

    expect(compare(token, "tok_1", doubled, state)).toEqual({ changes: true, replaces: [] });
    expect(compare(token, "tok_1", { ...state, duplicateIds: [] }, state)).toMatchObject({ changes: false });
  });

  test("replaces a creation in doubt, the old one first", () => {
    expect(compare(token, "unresolved:0123", state, state)).toEqual({
      changes: true,
      replaces: ["name", "rotateOn"],
      deleteBeforeReplace: true,
    });
  });
});
