import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { describe, expect } from "vitest";
import { type Sandbox, startSandbox } from "../../provider/sandbox";
import { ask } from "../support/sandbox-call";
import { test } from "../support/tenant";

const create = (sandbox: Sandbox, name = "ci") => ask(sandbox, "createApiToken", { name });
const names = ({ tenant }: Sandbox) => tenant.tokens.map(({ name }) => name);

/** Resolves when the sandbox has got this many calls. */
async function arrivals(sandbox: Sandbox, count: number): Promise<void> {
  while (sandbox.calls.all.length < count) await new Promise(setImmediate);
}

describe("A fault of what is done", () => {
  test("can be a success that changes nothing", async ({ sandbox }) => {
    sandbox.failNext("createApiToken", { kind: "notApplied" });

    const { status, body } = await create(sandbox);
    expect([status, body]).toEqual([200, expect.objectContaining({ token_secret: expect.any(String) })]);
    expect(names(sandbox)).toEqual(["sandbox"]);
    expect(sandbox.calls.all).toMatchObject([{ status: 200, applied: false, request: { name: "ci" } }]);
  });

  test("can be a success that stores a part of the permissions", async ({ sandbox, api }) => {
    const { token_key } = await api.createApiToken({ name: "ci" });
    const permissions = ["build_applications", "update_certificates"];
    sandbox.failNext("updateApiTokenPermissions", { kind: "partlyApplied" });

    expect(await api.updateApiTokenPermissions({ token_key, permissions })).toEqual({ success: true });
    expect(sandbox.tenant.tokens.at(-1)?.permissions).toEqual(permissions.slice(0, 1));
    expect(sandbox.calls.all.at(-1)).toMatchObject({ applied: true, request: { permissions } });
  });

  test("can come late: after the caller has given up, when it is told", async ({ sandbox }) => {
    sandbox.failNext("createApiToken", { kind: "late", reply: "reset" });

    await expect(create(sandbox)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(names(sandbox)).toEqual(["sandbox"]);
    expect(sandbox.releaseLate()).toBe(1);
    expect(names(sandbox)).toEqual(["sandbox", "ci"]);
    expect(sandbox.calls.all).toMatchObject([{ status: undefined, applied: true }]);
    expect(sandbox.releaseLate()).toBe(0);
  });

  test("can be a list that lags behind a write, as often as it is told", async ({ sandbox, api }) => {
    const listed = async () => (await api.getApiTokens({})).api_tokens.map(({ name }) => name);
    sandbox.failNext("createApiToken", { kind: "listLag", lists: 2 });
    const { token_key } = await api.createApiToken({ name: "ci" });

    expect(await listed()).toEqual(["sandbox"]);
    expect(await listed()).toEqual(["sandbox"]);
    expect(await listed()).toEqual(["sandbox", "ci"]);

    sandbox.failNext("deleteApiToken", { kind: "listLag" });
    await api.deleteApiToken({ token_key });

    expect(await listed()).toEqual(["sandbox", "ci"]);
    expect(await listed()).toEqual(["sandbox"]);
  });

  test("can be a list that lags behind the portal", async ({ sandbox, api }) => {
    sandbox.faults.add({ operation: "getUsers", kind: "listLag" });
    sandbox.portal.addUser({ email: "alice@acme.test" });

    expect((await api.getUsers({})).users).toHaveLength(1);
    expect((await api.getUsers({})).users).toHaveLength(2);
  });
});

describe("A fault of time", () => {
  const waits: number[] = [];
  const wait = (ms: number) => {
    waits.push(ms);
    return Promise.resolve();
  };
  test.override({ sandboxOptions: { wait } });

  test("is waited for, for each call", async ({ sandbox }) => {
    waits.length = 0;
    sandbox.faults.add({ operation: "getUsers", kind: "latency", ms: 250 });
    await ask(sandbox, "getUsers");
    await ask(sandbox, "getUsers");
    await ask(sandbox, "getApiTokens");

    expect(waits).toEqual([250, 250]);
  });

  test("is waited for at each byte", async ({ sandbox }) => {
    waits.length = 0;
    sandbox.failNext("getUsers", { kind: "drip", ms: 100 });
    const { text } = await ask(sandbox, "getUsers");

    expect(JSON.parse(text)).toMatchObject({ users: [{ email: "owner@acme.test" }] });
    expect(waits).toEqual(Array.from(text, () => 100));
  });

  test("is waited for before a late commit", async ({ sandbox }) => {
    waits.length = 0;
    sandbox.failNext("createApiToken", { kind: "late", reply: "reset", ms: 5_000 });
    await expect(create(sandbox)).rejects.toThrow();

    expect(waits).toEqual([5_000]);
    expect(names(sandbox)).toEqual(["sandbox", "ci"]);
    expect(sandbox.releaseLate()).toBe(0);
  });
});

describe("Closing", () => {
  test("ends calls that hang, wait or are late", async () => {
    const sandbox = await startSandbox();
    sandbox.failNext("createApiToken", { kind: "hang" });
    sandbox.failNext("createApiToken", { kind: "late", ms: 60_000 });
    sandbox.faults.add({ operation: "getUsers", kind: "latency", ms: 60_000 });
    sandbox.faults.add({ operation: "getApiTokens", kind: "drip", ms: 60_000 });
    const calls = [create(sandbox), create(sandbox), ask(sandbox, "getUsers"), ask(sandbox, "getApiTokens")];
    const settled = Promise.allSettled(calls);
    await arrivals(sandbox, 4);

    expect(sandbox.calls.maxInFlight()).toBe(4);
    await sandbox.close();

    expect((await settled).map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "rejected"));
    expect(names(sandbox)).toEqual(["sandbox"]);
  });

  test("ends connections on which nothing was asked", async () => {
    const sandbox = await startSandbox();
    const socket = connectSocket(Number(new URL(sandbox.url).port), "127.0.0.1");
    await once(socket, "connect");
    const closed = once(socket.resume(), "close");
    await sandbox.close();
    await closed;

    expect(socket.destroyed).toBe(true);
    await expect(ask(sandbox, "getUsers")).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  });
});

describe("The audit log", () => {
  test.override({ sandboxOptions: { clock: () => 1_800_000_000_500 } });

  test("has a row for each write, in AppTego's columns, without secrets", async ({ sandbox }) => {
    await create(sandbox);
    await ask(sandbox, "deleteApiToken", { token_key: "none" });
    await ask(sandbox, "getApiTokens");

    const caller = { user_id: sandbox.credentials.tokenKey, creation_time: 1_800_000_000 };
    expect(sandbox.auditLog).toEqual([
      { event: 1, ...caller, api_call: "create_api_token", successful: true, raw_data: `{"name":"ci"}` },
      {
        event: 2,
        ...caller,
        api_call: "delete_api_token",
        successful: false,
        raw_data: `{"token_key":"none"}`,
      },
    ]);
  });
});
