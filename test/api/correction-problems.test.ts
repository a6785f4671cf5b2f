import { describe, expect, test } from "vitest";
import { correctionProblems } from "../../provider/api/correction-problems";

describe("A correction", () => {
  test("of names that stay apart has no problem", () => {
    expect(correctionProblems("addUser", { request: { email: "mail" }, reply: { user_id: "id" } })).toEqual(
      [],
    );
  });

  test("can't make a GET of a call that sends fields", () => {
    const [problem] = correctionProblems("addUser", { method: "GET" });

    expect(problem?.path).toEqual(["operations", "addUser", "method"]);
    expect(problem?.message).toContain("email");
  });

  test("can't give two fields one name", () => {
    const problems = correctionProblems("updateUserPermissions", { request: { user_id: "permissions" } });

    expect(problems.map(({ path }) => path.at(-1))).toEqual(["user_id"]);
  });
});
