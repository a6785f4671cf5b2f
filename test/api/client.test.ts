import { describe, expect, onTestFinished, test, vi } from "vitest";
import { VERSION } from "../../provider/api/version";
import {
  clientOf,
  connectionTo,
  scratchFile,
  TENANT_ID,
  TOKEN_KEY,
  TOKEN_SECRET,
} from "../support/connection";
import { connect } from "../../provider/api/client";
import { redactor } from "../../provider/api/redact";
import { loadContract } from "../../provider/api/contract-file";
import { ConfigurationError } from "../../provider/api/errors";
import { serve } from "../support/scripted-server";

const TENANTS = { tenants: [] };
const CREATED = { success: true, token_key: "tok_1", token_secret: "sec_of_tok_1" };
const token = { token_key: "tok_1", permissions: ["build_applications"] };

describe("A request", () => {
  test("bears the credentials, the tenant, the JSON type and who calls", async () => {
    const server = await serve([{ body: { applications: [] } }]);
    await clientOf(server).getApplications({});

    const credential = Buffer.from(`${TOKEN_KEY}:${TOKEN_SECRET}`).toString("base64");
    expect(server.requests).toMatchObject([
      {
        method: "POST",
        path: "/frontend/get_applications",
        body: "{}",
        headers: {
          authorization: `Bearer ${credential}`,
          tenant: TENANT_ID,
          "content-type": "application/json",
          "user-agent": `pulumi-apptego/${VERSION} (unit tests)`,
        },
      },
    ]);
  });

  test("bears no tenant where the API doesn't take one, and no body with GET", async () => {
    const server = await serve([{ body: TENANTS }]);
    await clientOf(server).getTenants({});

    expect(server.requests).toMatchObject([{ method: "GET", path: "/frontend/get_tenants", body: "" }]);
    expect(server.requests[0]?.headers).not.toHaveProperty("tenant");
    expect(server.requests[0]?.headers).not.toHaveProperty("content-type");
  });

  test("holds permissions as one comma-separated string", async () => {
    const server = await serve([{ body: { success: true } }]);
    const permissions = ["user_and_api_management", "build_applications"];
    await clientOf(server).updateApiTokenPermissions({ token_key: "tok_1", permissions });

    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({
      token_key: "tok_1",
      permissions: "build_applications,user_and_api_management",
    });
  });

  test("isn't sent where it doesn't fit the contract", async () => {
    const server = await serve([{ body: { success: true } }]);
    const wrong = { token_key: 7 as unknown as string, permissions: [] };

    await expect(clientOf(server).updateApiTokenPermissions(wrong)).rejects.toMatchObject({
      name: "ValidationError",
      outcome: "notApplied",
      message: expect.stringContaining('the request\'s field "token_key"'),
    });
    expect(server.requests).toEqual([]);
    const deep = { token_key: "tok_1", permissions: [7 as unknown as string] };
    await expect(clientOf(server).updateApiTokenPermissions(deep)).rejects.toMatchObject({
      message: expect.stringContaining('the request\'s field "permissions.0"'),
    });
  });

  test("goes out on a kept connection, but for a create, which gets a fresh one", async () => {
    const server = await serve((_, index) => ({ body: index === 2 ? CREATED : { success: true } }));
    const api = clientOf(server);
    await api.updateApiTokenPermissions(token);
    await api.deleteApiToken({ token_key: "tok_1" });
    await api.createApiToken({ name: "ci" });
    await api.deleteApiToken({ token_key: "tok_1" });

    expect(server.requests.map(({ connection }) => connection)).toEqual([1, 1, 2, 1]);
    expect(server.requests[2]?.headers.connection).toBe("close");
  });
});

describe("A corrected contract", () => {
  test("is what goes over the wire, both ways", async () => {
    const contract = loadContract(
      scratchFile(
        "contract.yaml",
        `operations:
  createApiToken:
    path: api_tokens/create
    request: { name: title }
    reply: { token_key: key, token_secret: secret }
  getApiTokens:
    method: POST
    reply: { api_tokens: tokens, token_key: key, name: title }
`,
      ),
    );
    const listed = { tokens: [{ key: "k", title: "ci", name: "not ours", permissions: "b,a" }] };
    const server = await serve([
      { body: { success: true, key: "k", secret: "issued-secret" } },
      { body: listed },
    ]);
    const api = clientOf(server, {}, { contract });

    expect(await api.createApiToken({ name: "ci" })).toEqual({
      success: true,
      token_key: "k",
      token_secret: "issued-secret",
    });
    expect(await api.getApiTokens({})).toEqual({
      api_tokens: [{ token_key: "k", name: "ci", permissions: ["a", "b"] }],
    });
    expect(server.requests).toMatchObject([
      { path: "/frontend/api_tokens/create", body: '{"title":"ci"}' },
      { method: "POST", path: "/frontend/get_api_tokens", body: "{}" },
    ]);
  });
});

describe("A reply", () => {
  test("may have fields that nobody knows, even __proto__", async () => {
    const body = '{"tenants":[],"more":1,"__proto__":{"polluted":true}}';
    const server = await serve([{ body }]);

    expect(await clientOf(server).getTenants({})).toEqual(TENANTS);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("in any case comes to the caller alone: the client shows nothing but the operations", async () => {
    const api = clientOf(await serve([]));

    expect(Object.keys(api)).toEqual(Object.keys(connectionTo({ url: "" }).contract));
    expect(Object.values(api).every((call) => typeof call === "function")).toBe(true);
    expect(Object.isFrozen(api)).toBe(true);
  });
});

describe("Four calls at most", () => {
  test("are in flight for one host and tenant, whatever the number of clients", async () => {
    const done = { body: { success: true } };
    const held: (() => void)[] = [];
    let fourArrived: () => void = () => undefined;
    const four = new Promise<void>((resolve) => (fourArrived = resolve));
    const server = await serve(({ headers }) => {
      if (headers["tenant"] !== TENANT_ID || held.length === 4) return done;
      return new Promise((resolve) => {
        held.push(() => resolve(done));
        if (held.length === 4) fourArrived();
      });
    });
    const calls = Array.from({ length: 10 }, () => clientOf(server).updateApiTokenPermissions(token));
    await four;

    // Another tenant's calls aren't held up; once they are answered, a fifth call of ours would have arrived too.
    const other = clientOf(server, {}, { tenantId: "f".repeat(32) });
    for (let round = 0; round < 5; round++) await other.updateApiTokenPermissions(token);
    const ours = () => server.requests.filter(({ headers }) => headers["tenant"] === TENANT_ID);
    expect(ours()).toHaveLength(4);

    for (const answer of held) answer();
    await Promise.all(calls);
    expect(ours()).toHaveLength(10);
  });
});

describe("connect", () => {
  test.each([
    ["a deadline of 0", { deadlineMs: 0 }, /deadlineMs is 0/],
    ["a negative deadline", { deadlineMs: -1 }, /deadlineMs is -1/],
    ["a deadline that is no number", { deadlineMs: NaN }, /deadlineMs is NaN/],
    ["a deadline over 10 minutes", { deadlineMs: 600_001 }, /at most 600000/],
    ["no attempt", { retry: { attempts: 0 } }, /retry.attempts is 0/],
    ["half an attempt", { retry: { attempts: 1.5 } }, /retry.attempts is 1.5/],
    ["too many attempts", { retry: { attempts: 11 } }, /from 1 to 10/],
  ])("refuses %s", (_, options, message) => {
    expect(() => connect(connectionTo({ url: "http://127.0.0.1" }), options)).toThrow(ConfigurationError);
    expect(() => connect(connectionTo({ url: "http://127.0.0.1" }), options)).toThrow(message);
  });

  test("takes ten minutes and ten attempts", () => {
    const most = { deadlineMs: 600_000, retry: { attempts: 10 } };

    expect(() => connect(connectionTo({ url: "http://127.0.0.1" }), most)).not.toThrow();
  });

  test("makes the credential's own header unreadable from then on, without its key too", () => {
    const secret = "ab"; // too short to be taken out of texts by itself
    connect(connectionTo({ url: "http://127.0.0.1" }, { tokenKey: "tok_short", tokenSecret: secret }));
    const pair = Buffer.from(`tok_short:${secret}`).toString("base64");

    expect(redactor.clean(`Bearer ${pair}, "${pair}"`)).toBe('Bearer [secret], "[secret]"');
  });

  test("reaches this machine without the network's proxy", async () => {
    const server = await serve([{ body: TENANTS }]);
    const proxy = await serve([{ body: TENANTS }]);
    vi.stubEnv("http_proxy", proxy.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    await clientOf(server).getTenants({});

    expect(proxy.requests).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });
});
