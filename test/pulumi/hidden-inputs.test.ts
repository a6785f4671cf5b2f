import { describe, expect, test } from "vitest";
import { HIDDEN, visible } from "../../provider/pulumi/hidden-inputs";

describe("Hidden inputs", () => {
  test("have names that states hold for ever", () => {
    expect(HIDDEN).toEqual({
      provider: "__provider",
      import: "__import",
      computedName: "__computedName",
      secretInputs: "__secretInputs",
      deleteBeforeReplace: "__deleteBeforeReplace",
      mayLive: "__mayLive",
      declared: "__declared",
      tenant: "__tenant",
      createdAt: "__createdAt",
    });
  });

  test("aren't among the visible ones", () => {
    expect(visible({ name: "ci", __provider: "x", __import: "1", __other: 1 })).toEqual({
      name: "ci",
      __other: 1,
    });
  });
});
