import { describe, expect, test } from "vitest";
import * as runtime from "../../provider/pulumi/runtime";
import { resources } from "../../provider/resources";

const METHODS = ["check", "configure", "create", "delete", "diff", "read", "update"];

describe("What the states of users name", () => {
  test("is one provider a resource type, under the type's name", () => {
    expect(Object.keys(runtime).sort()).toEqual(Object.keys(resources).sort());
  });

  test.each(Object.entries(runtime))("has all that the engine calls: %s", (_type, provider) => {
    expect(Object.keys(provider).sort()).toEqual(METHODS);
  });
});
