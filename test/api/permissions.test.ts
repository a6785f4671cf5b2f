import { describe, expect, test } from "vitest";
import {
  canonicalPermissions,
  describePermission,
  Permission,
  PERMISSION_KEYS,
  PERMISSION_LABELS,
  permissionKey,
  samePermissions,
  unknownPermissions,
} from "../../provider/api/permissions";

describe("A permission", () => {
  test.each(PERMISSION_KEYS)("%s is known by its key and its portal label, in any letters", (key) => {
    expect(permissionKey(key)).toBe(key);
    expect(permissionKey(` ${PERMISSION_LABELS[key].toUpperCase()} `)).toBe(key);
    expect(describePermission(key)).toBe(`'${PERMISSION_LABELS[key]}' (${key})`);
    expect(Object.values(Permission)).toContain(key);
  });

  test("that nobody knows stands for itself", () => {
    expect(permissionKey("fly")).toBeUndefined();
    expect(describePermission("fly")).toBe("'fly'");
  });
});

describe("A set of permissions", () => {
  test("is one, whatever the order, case, blanks and repeats", () => {
    const keys = [" Builds", "update_certificates", "build_applications", "", "fly"];

    expect(canonicalPermissions(keys)).toEqual(["build_applications", "fly", "update_certificates"]);
    expect(samePermissions(keys, ["fly", "Certificates", "BUILDS"])).toBe(true);
    expect(samePermissions(keys, ["fly"])).toBe(false);
    expect(unknownPermissions(keys)).toEqual(["fly"]);
  });
});
