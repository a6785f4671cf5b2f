import { describe, expect } from "vitest";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

describe("A tenant", () => {
  test("is opened without a call", ({ tenant, connection, sandbox }) => {
    expect([tenant.id, tenant.ownTokenKey]).toEqual([connection.tenantId, connection.tokenKey]);
    expect(sandbox.calls.all).toEqual([]);
  });

  test("has AppTego's limits, unless the connection knows others", ({ api, connection }) => {
    const { tenantId, tokenKey } = connection;
    const limits = { apiTokens: 50, automationKeys: 1 };

    expect(openTenant(api, { tenantId, tokenKey }).limits).toMatchObject({
      apiTokens: 20,
      automationKeys: 10,
    });
    expect(openTenant(api, { tenantId, tokenKey, limits }).limits).toEqual(limits);
  });

  test("ends its waits when it is told to", async ({ api, connection }) => {
    const cancel = new AbortController();
    const waiting = openTenant(api, connection, { signal: cancel.signal }).wait(1_000_000);
    cancel.abort();

    expect(await failureOf(waiting)).toMatchObject({ name: "AbortError" });
  });

  test("says nothing that holds a secret, neither as news nor as a warning", ({ api, connection, told }) => {
    const say = (message: string) => void told.push(message);
    const { tell, warn } = openTenant(api, connection, { tell: say, warn: say });
    tell(`It is ${connection.tokenSecret}.`);
    warn(`It is ${JSON.stringify(connection.tokenSecret)}.`);

    expect(told).toEqual(["It is [secret].", 'It is "[secret]".']);
  });

  test("removes leftovers of the last day, unless the connection says otherwise", ({ api, connection }) => {
    expect(openTenant(api, connection).reclaim).toBe("recent");
    expect(openTenant(api, { ...connection, reclaim: "never" }).reclaim).toBe("never");
  });

  test("knows the server's clock once a reply has told it", async ({ tenant, sandbox, api, connection }) => {
    expect(tenant.serverNow()).toBeUndefined();
    await tenant.tokens.fresh();

    expect(tenant.serverNow()).toBeInstanceOf(Date);
    expect(openTenant(api, connection).serverNow()).toBeUndefined();
    expect(sandbox.calls.operations()).toEqual(["getApiTokens"]);
  });

  test("proves its access once", async ({ tenant, sandbox }) => {
    await Promise.all([tenant.proveAccess(), tenant.proveAccess()]);
    await tenant.proveAccess();

    expect(sandbox.calls.operations()).toEqual(["getSubscription"]);
  });

  test("proves it again after a failure", async ({ tenant, sandbox }) => {
    sandbox.failNext("getSubscription", {
      kind: "reply",
      status: 401,
      body: '{"error":"Authentication failed"}',
    });

    expect(await failureOf(tenant.proveAccess())).toMatchObject({ name: "AuthenticationError" });
    expect(await failureOf(tenant.proveAccess())).toBeUndefined();
  });

  test("does one work at a time for a subject, also after one that failed", async ({ tenant }) => {
    const log: string[] = [];
    const work =
      (name: string, fails = false) =>
      async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      };
    await Promise.allSettled([tenant.oneAtATime("x", work("a", true)), tenant.oneAtATime("x", work("b"))]);

    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  test("does works for two subjects side by side", async ({ tenant }) => {
    let release: () => void = () => undefined;
    const blocked = tenant.oneAtATime("x", () => new Promise<void>((resolve) => (release = resolve)));

    expect(await tenant.oneAtATime("y", () => Promise.resolve("done"))).toBe("done");
    release();
    await blocked;
  });

  test("waits as long as it is told, if nobody says otherwise", async ({ api, connection }) => {
    expect(await failureOf(openTenant(api, connection).wait(1))).toBeUndefined();
  });
});
