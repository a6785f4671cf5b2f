import { describe, expect } from "vitest";
import { ask, steer } from "../support/sandbox-call";
import { test } from "../support/tenant";

describe("Over HTTP, a program in any language", () => {
  test("sees that the sandbox is well, what it holds and what was called", async ({ sandbox, api }) => {
    await api.createApiToken({ name: "ci" });

    expect((await steer(sandbox, "GET health")).text).toBe(`{"status":"ok"}`);
    expect((await steer(sandbox, "GET tenant")).body).toEqual(sandbox.tenant);
    expect((await steer(sandbox, "GET calls")).body).toMatchObject({
      calls: [{ operation: "createApiToken", status: 200, applied: true }],
      max_in_flight: 1,
    });
  });

  test("never sees a secret", async ({ sandbox, api }) => {
    await api.createApiToken({ name: "ci" });
    const replies = await Promise.all([
      ...["GET health", "GET tenant", "GET calls", "GET faults"].map((route) => steer(sandbox, route)),
      steer(sandbox, "POST portal/addToken", { name: "by hand" }),
    ]);

    expect(sandbox.tenant.tokens.map(({ name }) => name)).toEqual(["sandbox", "ci", "by hand"]);
    for (const secret of sandbox.issuedSecrets)
      expect(replies.map(({ text }) => text).join()).not.toContain(secret);
  });

  test("plays faults and clears them", async ({ sandbox }) => {
    await steer(sandbox, "POST faults", { operation: "getUsers", kind: "unavailable", retryAfter: 3 });
    await steer(sandbox, "POST faults", { operation: "getUsers", kind: "page" });

    expect((await steer(sandbox, "GET faults")).body).toMatchObject({
      due: [{ kind: "unavailable" }, { kind: "page" }],
      kinds: { page: expect.any(String) },
    });
    expect(await ask(sandbox, "getUsers")).toMatchObject({ status: 503 });
    await steer(sandbox, "POST faults/clear");
    expect(await ask(sandbox, "getUsers")).toMatchObject({ status: 200, body: { users: [{}] } });
  });

  test("is told what is wrong with a fault", async ({ sandbox }) => {
    const reply = await steer(sandbox, "POST faults", { kind: "boom" });

    expect(reply).toMatchObject({ status: 400, body: { error: expect.stringContaining("at kind") } });
    expect(await steer(sandbox, "POST faults", "{")).toMatchObject({ status: 400 });
  });

  test("releases what is late", async ({ sandbox }) => {
    await steer(sandbox, "POST faults", { operation: "addUser", kind: "late", reply: "reset" });
    await expect(ask(sandbox, "addUser", { email: "alice@acme.test" })).rejects.toThrow();

    expect((await steer(sandbox, "POST release-late")).body).toEqual({ released: 1 });
    expect(sandbox.tenant.users).toHaveLength(2);
  });

  test("changes the tenant by hand", async ({ sandbox }) => {
    await steer(sandbox, "POST portal/addUser", { email: "alice@acme.test" });

    expect(
      await steer(sandbox, "POST portal/setUserPermissions", { email: "alice@acme.test" }),
    ).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("at permissions") },
    });
    expect(await steer(sandbox, "POST portal/removeUser", { email: "bob@acme.test" })).toMatchObject({
      status: 404,
      body: { error: "The sandbox holds no user bob@acme.test." },
    });
    expect(sandbox.tenant.users.map(({ email }) => email)).toEqual(["owner@acme.test", "alice@acme.test"]);
  });

  test("clears the journal, and resets all", async ({ sandbox, api }) => {
    await api.createApiToken({ name: "ci" });
    await steer(sandbox, "POST calls/clear");
    expect(sandbox.calls.all).toEqual([]);

    await steer(sandbox, "POST reset");
    expect(sandbox.tenant.tokens).toHaveLength(1);
  });

  test.for(["GET nothing", "POST portal/fly", "POST portal/constructor", "GET constructor", "PUT faults"])(
    "is told which routes there are, instead of %s",
    async (route, { sandbox }) => {
      expect(await steer(sandbox, route)).toMatchObject({
        status: 404,
        body: { routes: expect.arrayContaining(["POST faults", "POST portal/addUser"]) },
      });
    },
  );
});
