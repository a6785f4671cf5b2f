import { describe, expect } from "vitest";
import type { FaultInput, Sandbox } from "../../provider/sandbox";
import { ask } from "../support/sandbox-call";
import { test } from "../support/tenant";

const create = (sandbox: Sandbox) => ask(sandbox, "createApiToken", { name: "ci" });
const held = ({ tenant }: Sandbox) => tenant.tokens.length;

describe("In the place of the reply", () => {
  test.for([
    [{ kind: "rateLimit" }, 429, `{"error":"Too many requests"}`],
    [{ kind: "serverError" }, 500, `{"error":"An internal error occurred"}`],
    [{ kind: "unavailable" }, 503, `{"error":"Service unavailable"}`],
    [{ kind: "empty" }, 200, ""],
    [{ kind: "noContent" }, 204, ""],
    [{ kind: "redirect", status: 308 }, 308, ""],
    [{ kind: "reply", status: 409, body: `{"error":"x"}` }, 409, `{"error":"x"}`],
  ] as const)(
    "comes %j, before or after the operation is done",
    async ([fault, status, text], { sandbox }) => {
      sandbox.failNext("createApiToken", fault);
      sandbox.failNext("createApiToken", { ...fault, when: "after" });

      expect(await create(sandbox)).toMatchObject({ status, text });
      expect(held(sandbox)).toBe(1);
      expect(await create(sandbox)).toMatchObject({ status, text });
      expect(held(sandbox)).toBe(2);
      expect(sandbox.calls.all).toMatchObject([
        { status, applied: false, fault: fault.kind },
        { status, applied: true, fault: fault.kind, id: sandbox.tenant.tokens[1]?.tokenKey },
      ]);
      expect(await create(sandbox)).toMatchObject({ status: 200 });
    },
  );

  test.for([
    ["badGateway", 502],
    ["unavailablePage", 503],
    ["page", 200],
  ] as const)("comes an HTML page: %s", async ([kind, status], { sandbox }) => {
    sandbox.failNext("getUsers", { kind });

    const reply = await ask(sandbox, "getUsers");
    expect(reply).toMatchObject({ status, text: expect.stringMatching(/^<!DOCTYPE html>/) });
    expect(reply.headers.get("content-type")).toContain("text/html");
  });

  test.for([2, "Wed, 21 Oct 2026 07:28:00 GMT", "soon", "-1", undefined])(
    "comes Retry-After as it is given: %s",
    async (retryAfter, { sandbox }) => {
      const given = retryAfter === undefined ? {} : { retryAfter };
      sandbox.failNext("getUsers", { kind: "rateLimit", ...given });
      sandbox.failNext("getUsers", { kind: "unavailable", ...given });

      const expected = retryAfter === undefined ? null : String(retryAfter);
      expect((await ask(sandbox, "getUsers")).headers.get("retry-after")).toBe(expected);
      expect((await ask(sandbox, "getUsers")).headers.get("retry-after")).toBe(expected);
    },
  );

  test("comes a redirect to where it is told", async ({ sandbox }) => {
    sandbox.failNext("getUsers", { kind: "redirect", location: "http://127.0.0.1:1/" });

    const reply = await ask(sandbox, "getUsers");
    expect([reply.status, reply.headers.get("location")]).toEqual([302, "http://127.0.0.1:1/"]);
  });

  test("comes the caller's own credential in an error", async ({ sandbox }) => {
    sandbox.failNext("getUsers", { kind: "echo" });

    const reply = await ask(sandbox, "getUsers");
    expect(reply.status).toBe(500);
    expect(reply.text).toContain(sandbox.credentials.authorization);
  });

  test.for(["reset", "close"] as const)("comes nothing: %s", async (kind, { sandbox }) => {
    sandbox.failNext("createApiToken", { kind });
    sandbox.failNext("createApiToken", { kind, when: "after" });

    const causes = await Promise.allSettled([create(sandbox), create(sandbox)]);
    expect(causes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(held(sandbox)).toBe(2);
    expect(sandbox.calls.all.map(({ status }) => status)).toEqual([undefined, undefined]);
  });

  test("is a reset connection, where nothing else is asked for", async ({ sandbox }) => {
    sandbox.failNext("createApiToken");

    await expect(create(sandbox)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(held(sandbox)).toBe(1);
  });
});

describe("A spoilt reply", () => {
  const spoilt = async (sandbox: Sandbox, fault: Partial<FaultInput>) => {
    sandbox.failNext("getApiTokens", fault);
    return ask(sandbox, "getApiTokens");
  };

  test("ends in the middle", async ({ sandbox }) => {
    await expect(spoilt(sandbox, { kind: "truncated" })).rejects.toThrow();
    expect(sandbox.calls.all).toMatchObject([{ status: 200, applied: true }]);
  });

  test("is no JSON by its type", async ({ sandbox }) => {
    const reply = await spoilt(sandbox, { kind: "contentType" });

    expect(reply.headers.get("content-type")).toBe("text/plain");
    expect(reply.body).toMatchObject({ api_tokens: [{ name: "sandbox" }] });
  });

  test("is larger than anybody needs, plain and compressed", async ({ sandbox }) => {
    const plain = await spoilt(sandbox, { kind: "oversized" });
    const bomb = await spoilt(sandbox, { kind: "bomb" });

    expect(plain.text.length).toBeGreaterThan(6_000_000);
    expect(bomb.text).toBe(plain.text);
    expect(Number(bomb.headers.get("content-length"))).toBeLessThan(100_000);
  });

  test("lacks a field, of a secret that was issued", async ({ sandbox }) => {
    sandbox.failNext("createApiToken", { kind: "withoutField", field: "token_secret" });

    const { body } = await create(sandbox);
    expect(body).toEqual({ success: true, token_key: sandbox.tenant.tokens[1]?.tokenKey });
  });

  test("has a field with another value", async ({ sandbox }) => {
    const reply = await spoilt(sandbox, { kind: "withField", field: "permissions", value: null });

    expect(reply.body).toMatchObject({ api_tokens: [{ permissions: null }] });
  });

  test("has fields that nobody knows", async ({ sandbox }) => {
    const later = { introduced_later: { nested: [1, null] } };

    expect((await spoilt(sandbox, { kind: "extraFields" })).body).toMatchObject({
      ...later,
      api_tokens: [later],
    });
  });

  test("has a permission that nobody knows, which may be sent back", async ({ sandbox, api }) => {
    const { token_key } = await api.createApiToken({ name: "ci" });
    const { body } = await spoilt(sandbox, { kind: "unknownPermission" });

    expect(body).toMatchObject({ api_tokens: [{}, { permissions: "future_permission" }] });
    await api.updateApiTokenPermissions({ token_key, permissions: ["future_permission"] });
    expect(sandbox.tenant.tokens[1]?.permissions).toEqual(["future_permission"]);
  });

  test("is in another order, or has entries twice", async ({ sandbox }) => {
    sandbox.portal.addToken({ name: "ci", permissions: ["modify_configuration", "build_applications"] });
    const shuffled = await spoilt(sandbox, { kind: "shuffled" });
    const doubled = await spoilt(sandbox, { kind: "doubled" });

    expect(shuffled.text).toMatch(/^\{"api_tokens":\[\{"creation_time"/);
    expect(shuffled.body).toMatchObject({
      api_tokens: [
        { name: "ci", permissions: "modify_configuration,build_applications" },
        { name: "sandbox" },
      ],
    });
    expect(doubled.body).toMatchObject({
      api_tokens: [{ name: "sandbox" }, { name: "sandbox" }, { name: "ci" }, { name: "ci" }],
    });
  });

  test("has lists that come short", async ({ sandbox }) => {
    sandbox.portal.addToken({ name: "ci" });
    const empty = await spoilt(sandbox, { kind: "shortList" });
    const first = await spoilt(sandbox, { kind: "shortList", entries: 1 });

    expect(empty.body).toEqual({ api_tokens: [] });
    expect(first.body).toMatchObject({ api_tokens: [{ name: "sandbox" }] });
  });

  test("of a refusal is that of the refusal", async ({ sandbox }) => {
    sandbox.failNext("deleteApiToken", { kind: "extraFields" });

    expect(await ask(sandbox, "deleteApiToken", { token_key: "none" })).toMatchObject({ status: 404 });
  });
});
