import { describe, expect, test } from "vitest";
import { heldBy, inOrder, permissionLabel, splitPermissions } from "../../provider/access/model";

describe("A list of permissions", () => {
  test("becomes what is known, in the portal's order, and what isn't, sorted", () => {
    const split = splitPermissions(["zap", "modify_tenant_settings", "Builds", " abc ", "zap", ""]);

    expect(split).toEqual({
      permissions: ["build_applications", "modify_tenant_settings"],
      unknown: ["abc", "zap"],
    });
    expect(heldBy(split)).toEqual(["build_applications", "modify_tenant_settings", "abc", "zap"]);
  });

  test("is told in the portal's words", () => {
    expect(["user_and_api_management", "zap"].map(permissionLabel)).toEqual([
      "Users & API Management",
      "zap",
    ]);
  });
});

describe("Subjects", () => {
  test("are in order by kind, name and id, numbers as numbers", () => {
    const nothing = { permissions: [], unknown: [] };
    const subjects = (
      [
        ["group", "a"],
        ["token", "ci", "2"],
        ["token", "ci", "1"],
        ["user", "u10@b.c"],
        ["user", "u9@b.c"],
      ] as const
    ).map(([kind, name, id]) => ({ kind, name, ...nothing, ...(id !== undefined && { id }) }));

    expect(inOrder(subjects).map(({ name, id = "" }) => name + id)).toEqual([
      "u9@b.c",
      "u10@b.c",
      "ci1",
      "ci2",
      "a",
    ]);
  });
});
