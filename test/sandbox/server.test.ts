import { request } from "node:http";
import { describe, expect } from "vitest";
import { ask, steer } from "../support/sandbox-call";
import { test } from "../support/tenant";

/** The status of a GET that names another host. */
function statusAs(host: string, url: URL): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

describe("The sandbox's server", () => {
  test("answers a client of the provider", async ({ api, sandbox }) => {
    const { token_key } = await api.createApiToken({ name: "ci" });

    expect((await api.getApiTokens({})).api_tokens.map((token) => token.token_key)).toContain(token_key);
    expect(sandbox.calls.operations()).toEqual(["createApiToken", "getApiTokens"]);
  });

  test("listens on this machine, under AppTego's base path", ({ sandbox }) => {
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/frontend$/);
  });

  test("knows no other path and no other method", async ({ sandbox }) => {
    const NOT_FOUND = { error: "Not found" };

    expect(await (await fetch(`${sandbox.url}/get_everything`)).json()).toEqual(NOT_FOUND);
    expect((await fetch(`${sandbox.url}/get_users`, { method: "DELETE" })).status).toBe(404);
    expect((await fetch(new URL("/", sandbox.url))).status).toBe(404);
    expect(sandbox.calls.all).toEqual([]);
  });

  test("tells a page in a browser nothing, even under a name that leads here", async ({ sandbox }) => {
    const health = new URL("/__sandbox/health", sandbox.url);

    expect(await statusAs("rebound.example", health)).toBe(403);
    expect(await statusAs(`localhost:${health.port}`, health)).toBe(200);
    expect(await steer(sandbox, "POST reset", {}, { origin: "http://evil.example" })).toMatchObject({
      status: 403,
    });
  });

  test("notes who called, with which tenant and on which connection", async ({ sandbox }) => {
    const { tenantId } = sandbox.credentials;
    await ask(sandbox, "getUsers", {}, { "user-agent": "tests/1" });
    await ask(sandbox, "getTenants", {}, { tenant: undefined });

    expect(sandbox.calls.all).toMatchObject([
      { userAgent: "tests/1", tenant: tenantId, connection: expect.any(Number) },
      { tenant: undefined },
    ]);
  });
});

describe("The sandbox's clock", () => {
  test.override({ sandboxOptions: { clock: () => Date.parse("2031-02-03T04:05:06.700Z") } });

  test("is that of the Date header, of creation times and of the journal", async ({ sandbox, api }) => {
    const { headers } = await ask(sandbox, "createApiToken", { name: "ci" });

    expect(headers.get("date")).toBe("Mon, 03 Feb 2031 04:05:06 GMT");
    expect((await api.getApiTokens({})).api_tokens[1]?.creation_time).toBe(1_927_857_906);
    expect(sandbox.calls.all[0]?.time).toBe(1_927_857_906_700);
  });
});
