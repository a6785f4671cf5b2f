import { describe, expect, test } from "vitest";
import { permissionsOf, requireRoom, textOf } from "../../../provider/sandbox/handlers/validate";
import { seedData } from "../../../provider/sandbox/seed-data";

/** The body of a refusal. */
function refusalOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error && "body" in error ? error.body : error;
  }
}

describe("A request", () => {
  const { data } = seedData({}, { now: 0 });

  test("must have its texts", () => {
    expect(textOf(" a ", "Name")).toBe(" a ");
    expect(refusalOf(() => textOf("\t", "Name"))).toEqual({ error: "Name is missing" });
  });

  test("may have the permissions of the documentation, by key", () => {
    expect(permissionsOf(["build_applications"], data)).toEqual(["build_applications"]);
    for (const name of ["Builds", "BUILD_APPLICATIONS", "fly"])
      expect(refusalOf(() => permissionsOf([name], data))).toEqual({
        error: `Permission ${name} is unknown`,
      });
  });

  test("may have permissions that the tenant was given otherwise", () => {
    const user = data.users.map((owner) => ({ ...owner, permissions: ["by_hand"] }));

    expect(permissionsOf(["by_hand"], { ...data, users: user })).toEqual(["by_hand"]);
    expect(permissionsOf(["later"], { ...data, extraPermissions: ["later"] })).toEqual(["later"]);
  });

  test("may not fill more than there is room for", () => {
    expect(refusalOf(() => requireRoom(19, 20, "API tokens"))).toBeUndefined();
    expect(refusalOf(() => requireRoom(20, 20, "API tokens"))).toEqual({
      error: "Maximum of 20 API tokens reached",
    });
    expect(refusalOf(() => requireRoom(1_000, Infinity, "API tokens"))).toBeUndefined();
  });
});
