import { describe, expect } from "vitest";
import { test } from "../support/tenant";

describe("The sandbox", () => {
  test("answers a client of the provider", async ({ api, sandbox }) => {
    const { token_key } = await api.createApiToken({ name: "ci" });

    expect((await api.getApiTokens({})).api_tokens.map((token) => token.token_key)).toContain(token_key);
    expect(sandbox.calls.operations()).toEqual(["createApiToken", "getApiTokens"]);
  });
});
