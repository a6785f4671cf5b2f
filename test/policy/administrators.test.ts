import { describe, expect, test } from "vitest";
import { enoughAdministrators } from "../../provider/policy";
import { UNKNOWN } from "../../provider/resources/unknown";
import { stackViolationsOf } from "../support/policy";

const ADMIN = ["user_and_api_management"];
const user = (permissions?: unknown) => ({ type: "User", props: { permissions } });

describe("enough-administrators", () => {
  test("refuses fewer users than the minimum, 2 by default", async () => {
    expect(await stackViolationsOf(enoughAdministrators, [user(ADMIN), user(["Builds"]), user()])).toEqual([
      "Only 1 of the program's 3 users would hold 'Users & API Management' (user_and_api_management), " +
        "and enough-administrators.minimum is 2. Give it to another user.",
    ]);
    const [none] = await stackViolationsOf(enoughAdministrators, [user()], { minimum: 1 });
    expect(none).toMatch(/^None of the program's 1 users would hold/);
  });

  test("passes as many as the minimum", async () => {
    const two = [user(ADMIN), user(["Users & API Management", "Builds"])];
    expect(await stackViolationsOf(enoughAdministrators, two)).toEqual([]);
    expect(await stackViolationsOf(enoughAdministrators, two, { minimum: 3 })).toHaveLength(1);
  });

  test("counts who may turn out to be one", async () => {
    for (const permissions of [UNKNOWN, ["Builds", UNKNOWN]])
      expect(await stackViolationsOf(enoughAdministrators, [user(ADMIN), user(permissions)])).toEqual([]);
  });

  test("counts no token and no group", async () => {
    const others = ["ApiToken", "SamlGroupMapping"].map((type) => ({ type, props: { permissions: ADMIN } }));
    expect(await stackViolationsOf(enoughAdministrators, [user(ADMIN), ...others])).toHaveLength(1);
  });

  test("passes a stack that holds no users", async () => {
    const token = { type: "ApiToken", props: { permissions: ADMIN } };
    expect(await stackViolationsOf(enoughAdministrators, [token])).toEqual([]);
  });
});
