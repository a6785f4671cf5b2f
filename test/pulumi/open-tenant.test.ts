import { describe, expect } from "vitest";
import { ConfigurationError } from "../../provider/api/errors";
import { tenantOf } from "../../provider/pulumi/open-tenant";
import { test } from "../support/configured";

describe("The tenant of a process", () => {
  test("is one for all that ask with the same settings, so that its lists are shared", ({
    configured: sandbox,
  }) => {
    const { tenantId, tokenKey, tokenSecret } = sandbox.credentials;
    const settings = { tenantId, tokenKey, tokenSecret, baseUrl: sandbox.url };

    expect(tenantOf({ ...settings })).toBe(tenantOf({ ...settings }));
    expect(tenantOf({ ...settings, integration: "other" })).not.toBe(tenantOf(settings));
  });

  test("can't be opened with settings that are incomplete", () => {
    expect(() => tenantOf({ tenantId: "nothing else" })).toThrow(ConfigurationError);
  });
});
