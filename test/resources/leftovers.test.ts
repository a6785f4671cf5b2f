import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated, Refused } from "../../provider/resources/lifecycle";
import type { Sandbox } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const LEFT = "ci [pu-0123456789]";

describe("An API token that an interrupted run left without its permissions", () => {
  const token = resourceOf("ApiToken");
  const wish = { name: LEFT, permissions: ["build_applications"] };
  const held = (sandbox: Sandbox) => sandbox.tenant.tokens.filter(({ name }) => name === LEFT);

  test("is removed once the new one is there", async ({ tenant, sandbox }) => {
    sandbox.portal.addToken({ name: LEFT });
    sandbox.portal.addToken({ name: LEFT });
    const issued = await token.create(tenant, wish);
    const order = sandbox.calls.operations();

    expect(held(sandbox).map(({ tokenKey }) => tokenKey)).toEqual([issued.id]);
    expect(order.lastIndexOf("createApiToken")).toBeLessThan(order.indexOf("deleteApiToken"));
  });

  test("stays where there is no new one", async ({ tenant, sandbox }) => {
    sandbox.portal.addToken({ name: LEFT });
    const left = held(sandbox);
    sandbox.failNext("createApiToken", { kind: "reply", status: 403, body: '{"error":"No"}' });
    await failureOf(token.create(tenant, wish));

    expect(held(sandbox)).toEqual(left);
  });

  test("doesn't cost the new one its secret where it can't be removed", async ({ tenant, sandbox }) => {
    sandbox.portal.addToken({ name: LEFT });
    const [left] = held(sandbox);
    sandbox.failNext("deleteApiToken", { kind: "reply", status: 403, body: '{"error":"No"}' });
    const failure = await failureOf(token.create(tenant, wish));

    expect(failure).toBeInstanceOf(PartlyCreated);
    expect(String(failure)).toContain(left?.tokenKey);
    expect(sandbox.issuedSecrets).toContain((failure as PartlyCreated).created.state["tokenSecret"]);
  });

  test("isn't taken for one where it has permissions, or should have none", async ({ tenant, sandbox }) => {
    sandbox.portal.addToken({ name: LEFT });
    expect(await failureOf(token.create(tenant, { ...wish, permissions: [] }))).toBeInstanceOf(Refused);

    sandbox.portal.setTokenPermissions({ token: LEFT, permissions: ["update_certificates"] });
    await tenant.tokens.fresh();
    expect(await failureOf(token.create(tenant, wish))).toBeInstanceOf(Refused);
    expect(sandbox.calls.writes()).toEqual([]);
  });
});

describe("An automation key under a computed name", () => {
  test("is never taken for a leftover, as it may be in use: after an alias, or retainOnDelete", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.portal.addKey({ name: LEFT });
    const failure = await failureOf(
      resourceOf("AutomationKey").create(tenant, { name: LEFT, enabled: true }),
    );

    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toContain("--refresh and --replace");
    expect(sandbox.calls.writes()).toEqual([]);
  });
});
