import { describe, expect, test } from "vitest";
import { HIDDEN, visible } from "../../provider/pulumi/hidden-inputs";

describe("Hidden inputs", () => {
  test("begin with two underscores, so that the engine doesn't show them", () => {
    expect(Object.values(HIDDEN).filter((name) => !name.startsWith("__"))).toEqual([]);
  });

  test("are none of the properties that a user knows", () => {
    const hidden = Object.fromEntries(Object.values(HIDDEN).map((name) => [name, "x"]));

    expect(visible({ ...hidden, name: "ci" })).toEqual({ name: "ci" });
  });
});
