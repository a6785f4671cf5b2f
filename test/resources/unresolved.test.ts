import { describe, expect, test } from "vitest";
import { isUnresolved, unresolved } from "../../provider/resources/unresolved";

describe("A creation whose outcome nobody knows", () => {
  test("is remembered with its inputs, and says what to do", () => {
    const failure = unresolved("API token", "s3cret name", { name: "s3cret name" }, new Error("it broke"));
    const { id, state } = failure.created;

    expect(state).toEqual({ name: "s3cret name", unresolved: true });
    expect(failure.reasons).toEqual([
      "It isn't known whether AppTego created the API token: it broke. Run pulumi up again: it removes what was left and tries anew.",
    ]);
    expect(id + failure.message).not.toContain("s3cret");
    expect(isUnresolved(failure.created.id)).toBe(true);
  });

  test("isn't taken from an ordinary id", () => {
    expect(isUnresolved("f00")).toBe(false);
  });

  test("has a reason without an error too", () => {
    expect(unresolved("user a", "a", {}, undefined).message).toContain("its reply was lost");
  });
});
