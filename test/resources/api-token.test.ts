import { describe, expect } from "vitest";
import { connect } from "../../provider/api/client";
import { resourceOf } from "../../provider/resources";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { connectionOf, test } from "../support/tenant";

const token = resourceOf("ApiToken");
const ci = { name: "ci", permissions: ["build_applications"] };
const ADMINISTRATION = "user_and_api_management";

describe("An API token", () => {
  test("hands over credentials that work, and when they were issued", async ({ tenant, sandbox }) => {
    const { id, state } = await token.create(tenant, ci);
    const tokenSecret = String(state["tokenSecret"]);
    const api = connect(connectionOf(sandbox, { tokenKey: id, tokenSecret }));

    await api.getSubscription({});
    expect(state).toMatchObject({
      tokenKey: id,
      authorization: `Bearer ${Buffer.from(`${id}:${tokenSecret}`).toString("base64")}`,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  test("without permissions is one call", async ({ tenant, sandbox }) => {
    await token.create(tenant, { name: "ci", permissions: [] });

    expect(sandbox.calls.writes().map(({ operation }) => operation)).toEqual(["createApiToken"]);
  });

  test("keeps its secret in the state that a read and an update leave", async ({ tenant }) => {
    const { id, state } = await token.create(tenant, ci);
    const updated = await token.update(tenant, id, state, { name: "ci", permissions: [] });
    const read = await token.read(tenant, id, updated);

    for (const name of token.secrets)
      expect([updated[name], read?.[name]]).toEqual([state[name], state[name]]);
  });

  test.for([
    ["refused", { kind: "reply", status: 403, body: '{"error":"No","permission_denied":true}' }],
    ["lost", { kind: "reset", count: 9 }],
    ["broken", { kind: "serverError", count: 9 }],
  ] as const)("hands over its secret even when the grant is %s", async ([, fault], { tenant, sandbox }) => {
    sandbox.failNext("updateApiTokenPermissions", fault);
    const failure = await failureOf(token.create(tenant, ci));

    expect(failure).toMatchObject({
      name: "PartlyCreated",
      created: {
        state: { permissions: [], tokenSecret: expect.any(String), authorization: expect.any(String) },
      },
    });
    for (const secret of sandbox.issuedSecrets) expect(String(failure)).not.toContain(secret);
  });

  test("is read back when administration comes or goes", async ({ tenant, sandbox }) => {
    const { id, state } = await token.create(tenant, ci);
    sandbox.failNext("updateApiTokenPermissions", { kind: "notApplied" });
    const failure = await failureOf(
      token.update(tenant, id, state, { name: "ci", permissions: [ADMINISTRATION] }),
    );

    expect(failure).toMatchObject({ created: { id, state: { permissions: ["build_applications"] } } });
  });

  test("that was taken over has no secret, and tells since when it is", async ({
    api,
    connection,
    sandbox,
  }) => {
    sandbox.portal.addToken({ name: "by hand", permissions: ["build_applications"] });
    const id = sandbox.tenant.tokens.find(({ name }) => name === "by hand")?.tokenKey ?? "";
    const state = await token.read(openTenant(api, connection), id, {});

    expect(state).toEqual({
      name: "by hand",
      permissions: ["build_applications"],
      tokenKey: id,
      createdAt: expect.stringMatching(/Z$/),
    });
  });

  test("that was renamed in the portal shows it", async ({ tenant, sandbox }) => {
    const { id, state } = await token.create(tenant, ci);
    sandbox.portal.renameToken({ token: id, name: "other" });

    expect(await token.read(tenant, id, state)).toMatchObject({ name: "other" });
  });

  test("of the same name is made one after the other", async ({ tenant, sandbox }) => {
    const done = await Promise.allSettled([token.create(tenant, ci), token.create(tenant, ci)]);

    expect(done.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(sandbox.tenant.tokens.filter(({ name }) => name === "ci")).toHaveLength(1);
  });
});
