import { describe, expect } from "vitest";
import { type PermissionHolder, writePermissions } from "../../provider/resources/permissions-write";
import type { ListedToken, Tenant } from "../../provider/resources/tenant";
import { test as base } from "../support/tenant";

const BUILDS = "build_applications";
const CERTIFICATES = "update_certificates";

/** A token that holds Builds, made by hand. */
const test = base.extend<{ holder: PermissionHolder<ListedToken> }>({
  holder: async ({ sandbox, tenant }, use) => {
    sandbox.portal.addToken({ name: "ci", permissions: [BUILDS] });
    const token_key = sandbox.tenant.tokens.find(({ name }) => name === "ci")?.tokenKey ?? "";
    await use(holderOf(tenant, token_key));
  },
});

function holderOf(tenant: Tenant, token_key: string): PermissionHolder<ListedToken> {
  return {
    list: tenant.tokens,
    isIt: (token) => token.token_key === token_key,
    write: async (permissions) => tenant.api.updateApiTokenPermissions({ token_key, permissions }),
  };
}

describe("Writing permissions", () => {
  test("writes the whole set and takes the server's word", async ({ holder, sandbox }) => {
    expect(await writePermissions(holder, [BUILDS], [CERTIFICATES])).toEqual({ permissions: [CERTIFICATES] });
    expect(sandbox.calls.operations()).toEqual(["getApiTokens", "updateApiTokenPermissions"]);
  });

  test("calls nobody where nothing changes", async ({ holder, sandbox }) => {
    const live = [CERTIFICATES, BUILDS, "future_permission"];

    expect(await writePermissions(holder, live, [BUILDS, CERTIFICATES])).toEqual({
      permissions: [...live].sort(),
    });
    expect(sandbox.calls.all).toEqual([]);
  });

  test("keeps a key that only the server knows, by its list and not by an old state", async ({
    holder,
    sandbox,
  }) => {
    sandbox.portal.setTokenPermissions({ token: "ci", permissions: [BUILDS, "future_permission"] });
    const written = await writePermissions(holder, [BUILDS, "older_permission"], [CERTIFICATES]);

    const whole = ["future_permission", CERTIFICATES];
    expect(written).toEqual({ permissions: whole });
    expect(sandbox.calls.writes()[0]?.request).toMatchObject({ permissions: whole });
  });

  test("reads back what was asked to be sure", async ({ holder, sandbox }) => {
    sandbox.failNext("updateApiTokenPermissions", { kind: "notApplied" });
    const { permissions, problem } = await writePermissions(holder, [BUILDS], [], true);

    expect(permissions).toEqual([BUILDS]);
    expect(problem).toContain(`but holds ${BUILDS}`);
  });

  test.for(["reset", "serverError", "page", "truncated", "empty"] as const)(
    "finds out that it was done although the reply was lost (%s)",
    async (kind, { holder, sandbox }) => {
      sandbox.failNext("updateApiTokenPermissions", { kind, when: "after", count: 9 });

      expect(await writePermissions(holder, [BUILDS], [CERTIFICATES])).toEqual({
        permissions: [CERTIFICATES],
      });
    },
  );

  test("tells what is there after a failure, and why", async ({ holder, sandbox }) => {
    sandbox.failNext("updateApiTokenPermissions", { kind: "serverError", count: 9 });
    const { permissions, problem } = await writePermissions(holder, [BUILDS], [CERTIFICATES]);

    expect(permissions).toEqual([BUILDS]);
    expect(problem).toContain("An internal error occurred");
  });

  test("tells what is there after a refusal, and why", async ({ holder, sandbox }) => {
    sandbox.failNext("updateApiTokenPermissions", { kind: "reply", status: 400, body: '{"error":"No"}' });

    expect(await writePermissions(holder, [BUILDS], [])).toEqual({
      permissions: [BUILDS],
      problem: expect.stringContaining("No"),
    });
  });

  test("takes the word of a refusal, without another look", async ({ holder, sandbox }) => {
    sandbox.failNext("updateApiTokenPermissions", { kind: "reply", status: 400, body: '{"error":"No"}' });
    await writePermissions(holder, [BUILDS], []);

    expect(sandbox.calls.operations()).toEqual(["getApiTokens", "updateApiTokenPermissions"]);
  });

  test("says what was stored and what is held, be it nothing", async ({ holder, sandbox }) => {
    sandbox.portal.setTokenPermissions({ token: "ci", permissions: [] });
    sandbox.failNext("updateApiTokenPermissions", { kind: "notApplied" });

    expect(await writePermissions(holder, [], [BUILDS, CERTIFICATES], true)).toEqual({
      permissions: [],
      problem: `AppTego said that it stored the permissions ${BUILDS}, ${CERTIFICATES}, but holds none.`,
    });
  });

  test("leaves a token that the lists lack as it was known", async ({ holder, sandbox }) => {
    sandbox.failNext("updateApiTokenPermissions", { kind: "serverError", count: 9 });
    const unlisted = { ...holder, isIt: () => false };

    expect(await writePermissions(unlisted, [BUILDS], [CERTIFICATES])).toMatchObject({
      permissions: [BUILDS],
      problem: expect.stringContaining("An internal error occurred"),
    });
  });

  test("passes on what is no answer of AppTego's", async ({ holder }) => {
    const bug = new TypeError("a bug");
    const broken = { ...holder, write: () => Promise.reject(bug) };

    await expect(writePermissions(broken, [BUILDS], [])).rejects.toBe(bug);
  });

  test("assumes that nothing changed where not even that can be read", async ({
    holder,
    sandbox,
    tenant,
  }) => {
    await tenant.tokens.baseline();
    sandbox.failNext("*", { kind: "serverError", count: 99 });
    const { permissions, problem } = await writePermissions(holder, [BUILDS], []);

    expect(permissions).toEqual([BUILDS]);
    expect(problem).toContain("it isn't known whether it was carried out");
  });
});
