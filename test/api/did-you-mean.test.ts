import { describe, expect, test } from "vitest";
import { didYouMean } from "../../provider/api/did-you-mean";

const known = ["tenantId", "tokenKey", "tokenSecret"];

describe("A suggestion", () => {
  test.each([
    ["tenantID", ' (did you mean "tenantId"?)'],
    ["tokenSecrt", ' (did you mean "tokenSecret"?)'],
    ["tenant_id", ' (did you mean "tenantId"?)'],
    ["colour", ""],
    ["", ""],
  ])("for %j is %j", (word, suggestion) => {
    expect(didYouMean(word, known)).toBe(suggestion);
  });

  test("isn't made where nothing is known", () => {
    expect(didYouMean("tenantId", [])).toBe("");
  });
});
