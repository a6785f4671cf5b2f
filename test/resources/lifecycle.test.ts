import { describe, expect, test } from "vitest";
import { resourceOf } from "../../provider/resources";
import {
  differences,
  inputsOf,
  PartlyCreated,
  permissionsAsWished,
  withUnknown,
} from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/resources/unknown";

const token = resourceOf("ApiToken");
const user = resourceOf("User");
const state = {
  name: "ci",
  permissions: ["build_applications"],
  rotateOn: { a: "1", b: "2" },
  tokenKey: "k",
};

describe("Differences", () => {
  test.each([
    ["the same", { name: "ci", permissions: ["build_applications"], rotateOn: { b: "2", a: "1" } }, []],
    ["another name", { ...state, name: "cd" }, ["name"]],
    ["no rotation", { name: "ci", permissions: ["build_applications"] }, ["rotateOn"]],
    [
      "another order of permissions",
      { ...state, permissions: ["build_applications", "build_applications"] },
      [],
    ],
    ["an unknown name", { ...state, name: UNKNOWN }, ["name"]],
    ["an unknown permission", { ...state, permissions: ["build_applications", UNKNOWN] }, ["permissions"]],
    ["no permissions", { name: "ci", rotateOn: state.rotateOn }, ["permissions"]],
  ])("are seen between a state and %s", (_, inputs, fields) => {
    expect(differences(token, state, inputs)).toEqual(fields);
  });

  test.each([
    [undefined, {}],
    [{}, undefined],
    [undefined, null],
  ])("aren't seen between rotateOn %j and %j", (one, other) => {
    const known = { name: "ci", permissions: [], rotateOn: one };
    expect(differences(token, known, { name: "ci", permissions: [], rotateOn: other })).toEqual([]);
  });

  test("aren't made by a permission that only the server knows", () => {
    const live = { email: "a@acme.test", permissions: ["build_applications", "future_permission"] };

    expect(differences(user, live, { email: "A@acme.test", permissions: ["build_applications"] })).toEqual(
      [],
    );
    expect(differences(user, live, { email: "A@acme.test", permissions: [] })).toEqual(["permissions"]);
  });
});

describe("Permissions", () => {
  test("keep what only the server knows", () => {
    expect(withUnknown(["build_applications"], ["update_certificates", "future"])).toEqual([
      "build_applications",
      "future",
    ]);
  });

  test.each([
    [["future"], [], true],
    [undefined, [], true],
    [undefined, undefined, true],
    [["build_applications"], [], false],
    [[], ["future"], false],
  ])("%j are as wished by %j: %s", (live, wished, same) => {
    expect(permissionsAsWished(live, wished)).toBe(same);
  });
});

describe("The inputs of a state", () => {
  test("are those of the resource, without what is left out", () => {
    expect(inputsOf(token, { ...state, rotateOn: undefined })).toEqual({
      name: "ci",
      permissions: ["build_applications"],
    });
  });
});

describe("What was made in part", () => {
  test("says all that is missing", () => {
    expect(new PartlyCreated({ id: "1", state }, ["one", "two"])).toMatchObject({
      name: "PartlyCreated",
      message: "one; two",
    });
  });
});
