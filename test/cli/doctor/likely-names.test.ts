import { describe, expect, test } from "vitest";
import { likeness, pairNames } from "../../../provider/cli/doctor/likely-names";

const any = () => true;

describe("The likeness of two names", () => {
  test.each([
    ["email", "mail"],
    ["user_id", "userId"],
    ["creation_time", "createdAt"],
    ["permissions", "roles"],
    ["permissions", "permisions"],
    ["owner", "is_owner"],
  ])("of %s and %s is seen", (one, other) => {
    expect(likeness(one, other)).toBeGreaterThan(0);
  });

  test.each([
    ["email", "enabled"],
    ["status", "owner"],
    ["name", "color"],
  ])("of %s and %s isn't there", (one, other) => {
    expect(likeness(one, other)).toBe(0);
  });
});

describe("Pairing names", () => {
  test("takes the likeliest first, each once", () => {
    expect(Object.fromEntries(pairNames(["token_key", "name"], ["key_name", "key"], any))).toEqual({
      token_key: "key",
      name: "key_name",
    });
  });

  test("takes what is left over where there is one of each that fits", () => {
    const fits = (our: string, their: string) => (our === "email") === (their === "wurst");

    expect([...pairNames(["email", "name"], ["wurst", "brot"], fits)]).toEqual([
      ["email", "wurst"],
      ["name", "brot"],
    ]);
  });

  test("guesses nothing where two would do", () => {
    expect([...pairNames(["name"], ["wurst", "brot"], any)]).toEqual([]);
    expect([...pairNames(["name", "status"], ["brot"], any)]).toEqual([]);
    expect([...pairNames(["email"], ["mail"], () => false)]).toEqual([]);
  });
});
