import { describe, expect, test } from "vitest";
import { z } from "zod";
import { WirePermissions } from "../../provider/api/wire-permissions";

describe("A set of permissions", () => {
  test.each([
    ["b, a,,a,", ["a", "b"]],
    ["", []],
    [null, []],
    [undefined, []],
    [
      ["b", "a"],
      ["a", "b"],
    ],
  ])("is read from %j on the wire as %j", (wire, keys) => {
    expect(z.decode(WirePermissions, wire)).toEqual(keys);
  });

  test("is written as one comma-separated string", () => {
    expect(z.encode(WirePermissions, ["Builds", "fly"])).toBe("build_applications,fly");
    expect(z.encode(WirePermissions, [])).toBe("");
  });
});
