import { describe, expect } from "vitest";
import { answersTo } from "../../../scripts/demo/credentials";
import { test } from "../../support/configured";

describe("The answers to a pair of credentials", () => {
  test("are 200 for those that open the tenant, and 401 for others", async ({ configured: sandbox }) => {
    const ciAuthorization = sandbox.credentials.authorization;
    const pipelineAuthorization = "Bearer nobody:knows";

    expect(await answersTo(sandbox, { ciAuthorization, pipelineAuthorization })).toEqual({
      token: 200,
      key: 401,
    });
    expect(await answersTo(sandbox, {})).toEqual({ token: 401, key: 401 });
  });

  test("are the statuses of failures that aren't refusals", async ({ configured: sandbox }) => {
    sandbox.failNext("getApplications", { kind: "serverError" });

    expect(await answersTo(sandbox, {})).toMatchObject({ token: 500 });
  });
});
