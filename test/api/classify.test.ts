import { describe, expect, test } from "vitest";
import { readReply } from "../../provider/api/classify";
import type { RawReply } from "../../provider/api/classify";
import type { Operation, OperationName } from "../../provider/api/contract";
import { operations } from "../../provider/api/contract";
import { createRedactor } from "../../provider/api/redact";

const JSON_TYPE = "application/json";

function read(reply: Partial<RawReply>, name: OperationName = "createApiToken") {
  const operation: Operation = operations[name];
  return readReply(
    name,
    operation,
    { status: 200, contentType: JSON_TYPE, text: "", ...reply },
    createRedactor(),
  );
}

function failure(reply: Partial<RawReply>, name?: OperationName) {
  const reading = read(reply, name);
  return reading.ok ? "it was read" : reading.failure;
}

const json = (body: unknown) => JSON.stringify(body);
const refusal = json({ error: "Name is wrong" });

const PERMISSION_DENIED = {
  error: "You don't have permission to do this. The 'Configuration' permission is required.",
  permission_denied: true,
  required_permission: "modify_configuration",
};

describe("An error body of the documentation", () => {
  test.each([
    [PERMISSION_DENIED, 403, "permission", "rejected"],
    [{ error: "API tokens require a Team or Enterprise plan" }, 403, "plan", "rejected"],
    [{ error: "Authentication failed" }, 401, "authentication", "rejected"],
    [{ error: "Version is missing" }, 400, "validation", "rejected"],
    [{ error: "An internal error occurred" }, 500, "server", "ambiguous"],
  ])("%j with HTTP %i is a failure of kind %s, %s", (body, status, kind, outcome) => {
    expect(failure({ status, text: json(body) })).toMatchObject({
      kind,
      outcome,
      status,
      serverMessage: body.error,
    });
  });

  test("names the permission that is missing", () => {
    expect(failure({ status: 403, text: json(PERMISSION_DENIED) })).toMatchObject({
      requiredPermission: "modify_configuration",
    });
  });

  test.each([200, 400, 401, 404, 429, 500, 503])(
    "tells a permission and a plan from its words, whatever the status, as with %i",
    (status) => {
      const plan = { error: "SAML SSO requires an Enterprise plan" };

      expect(failure({ status, text: json(PERMISSION_DENIED) })).toMatchObject({
        kind: "permission",
        outcome: "rejected",
      });
      expect(failure({ status, text: json(plan) })).toMatchObject({ kind: "plan", outcome: "rejected" });
    },
  );
});

describe("A status", () => {
  test.each([
    [302, "unexpectedReply", "ambiguous"],
    [304, "unexpectedReply", "ambiguous"],
    [307, "unexpectedReply", "ambiguous"],
    [400, "validation", "rejected"],
    [401, "authentication", "rejected"],
    [403, "permission", "rejected"],
    [404, "notFound", "rejected"],
    [405, "validation", "rejected"],
    [408, "unexpectedReply", "ambiguous"],
    [409, "conflict", "rejected"],
    [410, "notFound", "rejected"],
    [422, "validation", "rejected"],
    [425, "unexpectedReply", "ambiguous"],
    [429, "rateLimit", "notApplied"],
    [500, "server", "ambiguous"],
    [502, "server", "ambiguous"],
    [503, "server", "ambiguous"],
    [504, "server", "ambiguous"],
  ])("%i with a string in `error` is %s, %s", (status, kind, outcome) => {
    expect(failure({ status, text: refusal })).toMatchObject({
      kind,
      outcome,
      serverMessage: "Name is wrong",
    });
  });

  test("403 without more names the permission that the contract has", () => {
    expect(failure({ status: 403, text: refusal })).toMatchObject({
      requiredPermission: "user_and_api_management",
    });
  });

  test.each([
    [401, "authentication", "rejected"],
    [403, "unexpectedReply", "rejected"],
    [404, "unexpectedReply", "rejected"],
    [429, "rateLimit", "notApplied"],
    [503, "server", "ambiguous"],
  ])("%i with a page of HTML is %s, %s, and the page isn't shown", (status, kind, outcome) => {
    const reply = failure({ status, contentType: "text/html; charset=utf-8", text: "<h1>private page</h1>" });

    expect(reply).toMatchObject({ kind, outcome });
    expect(json(reply)).not.toContain("private");
  });

  test.each([
    [302, "", undefined, "got a redirect, which is never followed"],
    [300, JSON_TYPE, { success: true, token_key: "k", token_secret: "s" }, "got a redirect"],
    [399, JSON_TYPE, {}, "got a redirect"],
    [199, JSON_TYPE, { success: true, token_key: "k", token_secret: "s" }, "got an unexpected status"],
    [408, JSON_TYPE, {}, "got an unexpected status"],
    [400, JSON_TYPE, {}, 'the reply lacks the field "error"'],
    [401, JSON_TYPE, {}, "the credentials were not accepted"],
    [429, "text/html", undefined, "too many calls"],
    [500, JSON_TYPE, {}, "AppTego failed"],
    [503, "text/html", undefined, "expected JSON, got text/html"],
  ])("%i of type %j that says nothing (%j) is told as %j", (status, contentType, body, problem) => {
    const text = body === undefined ? "<html>" : json(body);

    expect(failure({ status, contentType, text })).toMatchObject({
      status,
      problem: expect.stringContaining(problem),
    });
  });

  test("403 with a page is no refusal, even where the page reads like one", () => {
    const plan = json({ error: "API tokens require a Team or Enterprise plan" });

    for (const text of [plan, json(PERMISSION_DENIED)])
      expect(failure({ status: 403, contentType: "text/html", text })).toEqual({
        operation: "createApiToken",
        kind: "unexpectedReply",
        outcome: "rejected",
        status: 403,
        retryAfterMs: undefined,
        problem: "expected JSON, got text/html",
      });
  });

  test("that is no refusal of a permission names none", () => {
    expect(failure({ status: 409, text: refusal })).not.toHaveProperty("requiredPermission");
  });

  test.each([{ message: "Not Found" }, { error: { code: 1 } }, ["error"], "error", null])(
    "404 with %j is no proof that an object is gone",
    (body) => {
      expect(failure({ status: 404, text: json(body) })).toMatchObject({
        kind: "unexpectedReply",
        field: "error",
      });
    },
  );
});

describe("A success", () => {
  test("is decoded by the contract", () => {
    const text = json({ success: true, token_key: "k", token_secret: "s", more: 1 });

    expect(read({ text })).toEqual({
      ok: true,
      value: { success: true, token_key: "k", token_secret: "s" },
      status: 200,
    });
  });

  test.each([
    ["text/html", "<html>", "expected JSON, got text/html"],
    ["text/plain", '{"success":true}', "expected JSON, got text/plain"],
    ["application/json; charset=utf-16", "{}", "expected JSON in UTF-8"],
    ["", "{}", "expected JSON, got no content type"],
    [JSON_TYPE, "", "expected JSON, got an empty body"],
    [JSON_TYPE, " \n", "expected JSON, got an empty body"],
    ["text/html ;charset=utf-8", "<html>", "expected JSON, got text/html"],
    ["application/json; charset=utf-8859", "{}", "expected JSON in UTF-8"],
    ["application/json;charset=utf-16", "{}", "expected JSON in UTF-8"],
    ["application/json; charset =x-utf-8", "{}", "expected JSON in UTF-8"],
    ["x-application/json", "{}", "expected JSON, got x-application/json"],
    ["application/json5", "{}", "expected JSON, got application/json5"],
    [JSON_TYPE, '{"success":true,"token_key":"k","token_secret":7}', 'field "token_secret"'],
    [JSON_TYPE, '{"token_secret":"sec', "expected JSON, got something that can't be parsed"],
    [JSON_TYPE, "[]", "the reply is no JSON object"],
    [
      JSON_TYPE,
      '{"success":true,"token_key":"k"}',
      'the reply\'s field "token_secret" is missing or of the wrong type',
    ],
    [JSON_TYPE, '{"success":true,"token_key":7,"token_secret":"s"}', 'field "token_key"'],
    [JSON_TYPE, '{"success":false,"token_key":"k","token_secret":"s"}', 'field "success"'],
  ])(
    "of type %j with the body %j is unexpected, and may have been carried out",
    (contentType, text, problem) => {
      expect(failure({ contentType, text })).toMatchObject({
        kind: "unexpectedReply",
        outcome: "ambiguous",
        problem: expect.stringContaining(problem),
      });
    },
  );

  test.each([
    "application/json;charset=UTF-8",
    "application/json; charset=utf8",
    "application/json;  charset = us-ascii",
    'application/json; charset="utf-8"',
    "application/problem+json",
  ])("may be of type %s", (contentType) => {
    expect(read({ contentType, text: '{"tenants":[]}' }, "getTenants")).toMatchObject({ ok: true });
  });

  test("names the entry of a list whose field is wrong", () => {
    const text = json({ api_tokens: [{ token_key: "a", name: "n", permissions: "" }, { name: "n" }] });

    expect(failure({ text }, "getApiTokens")).toMatchObject({ field: "api_tokens[1].token_key" });
  });
});

describe("A secret", () => {
  test("is known before anything of the reply is told, even where the reply is refused", () => {
    const redactor = createRedactor();
    const text = json({ nested: [{ token_secret: "sec_very_secret" }], error: "got sec_very_secret\u202E" });
    const reading = readReply(
      "createApiToken",
      operations.createApiToken,
      { status: 400, contentType: JSON_TYPE, text },
      redactor,
    );

    expect(reading).toMatchObject({ failure: { serverMessage: "got [secret]\\u{202e}" } });
    expect(redactor.clean("sec_very_secret")).toBe("[secret]");
  });
});
