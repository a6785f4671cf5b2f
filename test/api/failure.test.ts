import { describe, expect, test } from "vitest";
import { messageOf } from "../../provider/api/failure";

const facts = { operation: "addUser", outcome: "rejected" } as const;

describe("The message of a failure", () => {
  test.each([
    [{ ...facts, serverMessage: "No.", status: 400 }, "addUser: No. (HTTP 400): do this"],
    [{ ...facts, problem: "cancelled" }, "addUser: cancelled: do this"],
    [{ ...facts, serverMessage: "No.", problem: "refused" }, "addUser: No.: do this"],
    [facts, "addUser: no reason was given: do this"],
    [{ ...facts, problem: "p", attempts: 1, advice: "do that" }, "addUser: p: do that"],
    [
      { ...facts, outcome: "ambiguous", problem: "p", status: 503, attempts: 4 } as const,
      "addUser: p (HTTP 503, 4 attempts, it isn't known whether it was carried out): do this",
    ],
  ])("of %j says what was attempted, what was said and what to do", (failure, message) => {
    expect(messageOf(failure, "do this")).toBe(message);
  });
});
