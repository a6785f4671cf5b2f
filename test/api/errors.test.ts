import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  AppTegoError,
  AuthenticationError,
  ConfigurationError,
  errorFrom,
  NotFoundError,
  PermissionError,
  RateLimitError,
  unlessMissing,
} from "../../provider/api/errors";
import type { FailureKind } from "../../provider/api/errors";

const facts = { operation: "addUser", outcome: "rejected", status: 403, serverMessage: "No." } as const;

describe("An error", () => {
  test.each<[FailureKind, string, RegExp]>([
    ["authentication", "AuthenticationError", /check apptego:tokenKey and apptego:tokenSecret/],
    ["permission", "PermissionError", /check in the portal/],
    ["plan", "PlanError", /upgrade the tenant's plan/],
    ["validation", "ValidationError", /correct the value/],
    ["notFound", "NotFoundError", /refresh/],
    ["conflict", "ConflictError", /import the one that exists/],
    ["rateLimit", "RateLimitError", /wait, then run again/],
    ["server", "ServerError", /run again/],
    ["transport", "TransportError", /check the network/],
    ["unexpectedReply", "UnexpectedReplyError", /correct it with apptego:contract/],
  ])("of kind %s is a %s that says what to do", (kind, name, advice) => {
    const error = errorFrom({ ...facts, kind });

    expect(error).toBeInstanceOf(AppTegoError);
    expect(error).toMatchObject({ ...facts, name, kind });
    expect(error.message).toMatch(/^addUser: No\. \(HTTP 403\): /);
    expect(error.message).toMatch(advice);
  });

  test("for a permission names its label in the portal and its key", () => {
    const error = new PermissionError({ ...facts, requiredPermission: "modify_configuration" });

    expect(error.requiredPermission).toBe("modify_configuration");
    expect(error.message).toContain("the permission 'Configuration' (modify_configuration) in the portal");
  });

  test("for too many calls holds the wait that was asked for", () => {
    expect(new RateLimitError({ ...facts, retryAfterMs: 2_000 }).retryAfterMs).toBe(2_000);
  });

  test("shows itself as its name, message and stack, and as JSON by its facts alone", () => {
    const error = new AuthenticationError(facts);

    expect(inspect(error)).toMatch(/^AuthenticationError: addUser: No\. .*\n +at /);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      ...facts,
      name: "AuthenticationError",
      kind: "authentication",
      message: error.message,
    });
  });
});

describe("unlessMissing", () => {
  test("forgives that there is no such object, and nothing else", async () => {
    const denied = new PermissionError(facts);

    expect(await unlessMissing(Promise.resolve("there"))).toBe("there");
    expect(await unlessMissing(Promise.reject<string>(new NotFoundError(facts)))).toBeUndefined();
    await expect(unlessMissing(Promise.reject(denied))).rejects.toBe(denied);
  });
});

describe("A configuration error", () => {
  test("is one sentence for one problem, and a list for more", () => {
    expect(new ConfigurationError(["a is missing"]).message).toBe("AppTego's configuration: a is missing");
    expect(new ConfigurationError(["a", "b"])).toMatchObject({
      problems: ["a", "b"],
      message: "AppTego's configuration has 2 problems:\n  - a\n  - b",
    });
  });
});
