import { describe, expect } from "vitest";
import { steer } from "../support/sandbox-call";
import { test } from "../support/tenant";

const ownOrigin = ({ url }: { url: string }) => ({ origin: new URL(url).origin });

describe("The sandbox's portal", () => {
  test("is a page that no other page may show or keep", async ({ sandbox }) => {
    const { status, headers, text } = await steer(sandbox, "GET portal");

    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(text).toContain(`"portal":"/__sandbox"`);
  });

  test("tells who may do what, without a secret", async ({ sandbox }) => {
    sandbox.portal.addMapping({ group: "ops", permissions: ["build_applications"] });
    sandbox.portal.addToken({ name: "ci" });
    const replies = await Promise.all(["GET portal", "GET access"].map((route) => steer(sandbox, route)));

    expect(replies[1]?.body).toMatchObject({
      source: "the sandbox",
      rows: [
        { kind: "user", owner: true },
        { kind: "token", name: "ci", permissions: [] },
        { kind: "token", name: "sandbox" },
        { kind: "group", name: "ops", permissions: ["build_applications"] },
      ],
    });
    for (const secret of sandbox.issuedSecrets)
      expect(replies.map(({ text }) => text).join()).not.toContain(secret);
  });

  test("may change the tenant, and reaches none of AppTego's own operations", async ({ sandbox }) => {
    const change = { email: "owner@acme.test", permissions: [] };
    const [{ email } = { email: "" }] = sandbox.tenant.users;
    const changed = await steer(
      sandbox,
      "POST portal/setUserPermissions",
      { ...change, email },
      ownOrigin(sandbox),
    );

    expect(changed.status).toBe(200);
    expect(sandbox.tenant.users[0]?.permissions).toEqual([]);
    expect((await fetch(`${sandbox.url}/get_users`, { headers: ownOrigin(sandbox) })).status).toBe(403);
    expect(sandbox.calls.all).toEqual([]);
  });

  test("is shut to pages of other origins", async ({ sandbox }) => {
    const { port } = new URL(sandbox.url);
    const origins = ["http://evil.example", `http://localhost:${port}`, `https://127.0.0.1:${port}`, "null"];
    const replies = await Promise.all(
      origins.map((origin) => steer(sandbox, "POST reset", {}, { origin }).then(({ status }) => status)),
    );

    expect(replies).toEqual([403, 403, 403, 403]);
  });
});
