import { describe, expect, test } from "vitest";
import { PLAN_REFUSAL } from "../../provider/api/contract";
import {
  conflict,
  forbidden,
  invalid,
  notFound,
  planRequired,
  serverError,
  unauthenticated,
} from "../../provider/sandbox/refusal";

describe("A refusal", () => {
  test.each([
    [unauthenticated(), 401, `{"error":"Authentication failed"}`],
    [invalid("Version is missing"), 400, `{"error":"Version is missing"}`],
    [serverError(), 500, `{"error":"An internal error occurred"}`],
    [
      planRequired("API tokens", ["TEAM", "ENTERPRISE"]),
      403,
      `{"error":"API tokens require a Team or Enterprise plan"}`,
    ],
    [
      forbidden("modify_configuration"),
      403,
      `{"error":"You don't have permission to do this. The 'Configuration' permission is required.","permission_denied":true,"required_permission":"modify_configuration"}`,
    ],
    [notFound("User"), 404, `{"error":"User not found"}`],
    [conflict("User already exists"), 409, `{"error":"User already exists"}`],
  ])("has the body of the documentation, letter for letter: %#", (refusal, status, text) => {
    expect([refusal.status, JSON.stringify(refusal.body)]).toEqual([status, text]);
  });

  test("for the plan is one that the client knows", () => {
    expect(String(planRequired("SAML group mappings", ["ENTERPRISE"]).body["error"])).toMatch(PLAN_REFUSAL);
  });
});
