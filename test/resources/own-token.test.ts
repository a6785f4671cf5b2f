import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/resources/unknown";
import { failureOf } from "../support/connection";
import { ADMINISTRATION, test } from "../support/rails";

const token = resourceOf("ApiToken");
const BUILDS = "build_applications";
const own = { name: "own", permissions: [ADMINISTRATION, BUILDS], rotateOn: { year: "2026" } };

describe("The token in use", () => {
  test.for([
    ["a rotation", { rotateOn: { year: "2027" } }, /^Refused: Replacing the API token own: it is the token/],
    ["another name", { name: "new" }, /^Refused: Replacing the API token own: it is the token/],
    [
      "fewer permissions",
      { permissions: [ADMINISTRATION] },
      /^Refused: Taking 'Builds' \(build_applications\) from the API token own/,
    ],
  ] as const)("is kept from %s at preview, without a call", async ([, change, said], { open, sandbox }) => {
    const { tokenKey } = sandbox.credentials;
    const foresee = async (id: string, rails = {}) =>
      failureOf(token.foresee?.(open(rails), id, own, { ...own, ...change }) ?? Promise.resolve());

    expect(String(await foresee(tokenKey))).toMatch(said);
    expect(await foresee("another")).toBeUndefined();
    expect(await foresee(tokenKey, { requireSelf: false })).toBeUndefined();
    expect(await foresee(tokenKey, { override: "INC-4711 new token" })).toBeUndefined();
    expect(sandbox.calls.all).toEqual([]);
  });

  test.for([
    ["nothing changes", {}],
    ["it is given more", { permissions: [...own.permissions, "update_certificates"] }],
    ["the name isn't known yet", { name: UNKNOWN }],
    ["what it rotates on isn't known yet", { rotateOn: { year: UNKNOWN } }],
    ["the permissions aren't known yet", { permissions: [UNKNOWN] }],
  ] as const)("passes a preview where %s", async ([, change], { tenant, sandbox }) => {
    await token.foresee?.(tenant, sandbox.credentials.tokenKey, own, { ...own, ...change });

    expect(sandbox.calls.all).toEqual([]);
  });

  test("loses no permission, whichever it is; nothing is asked", async ({ tenant, sandbox }) => {
    const { tokenKey } = sandbox.credentials;
    const wish = { ...own, permissions: [ADMINISTRATION] };
    const failure = await failureOf(token.update(tenant, tokenKey, { ...own, tokenKey }, wish));

    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toContain("Taking 'Builds' (build_applications) from the API token own");
    expect(sandbox.calls.all).toEqual([]);
  });

  test("loses none either that the state doesn't know of", async ({ tenant, sandbox }) => {
    const { tokenKey } = sandbox.credentials;
    const state = { name: "own", permissions: [BUILDS], tokenKey };
    const wish = { name: "own", permissions: [BUILDS, "update_certificates"] };

    expect(String(await failureOf(token.update(tenant, tokenKey, state, wish)))).toContain(
      "Taking 'Users & API Management'",
    );
    expect(sandbox.calls.operations()).toEqual(["getApiTokens"]);
  });

  test("is the one that counts, wherever it is listed", async ({ tenant, sandbox, api }) => {
    await api.createApiToken({ name: "other" });
    const { tokenKey } = sandbox.credentials;
    const last = async () => {
      const listed = await tenant.tokens.fresh();
      return [...listed].sort((one) => (one.token_key === tokenKey ? 1 : -1));
    };
    const wish = { name: "own", permissions: [BUILDS, "update_certificates"] };
    const state = { name: "own", permissions: [BUILDS], tokenKey };
    const listing = { ...tenant, tokens: { ...tenant.tokens, fresh: last } };

    expect(await failureOf(token.update(listing, tokenKey, state, wish))).toBeInstanceOf(Refused);
  });

  test("may be updated where that takes nothing, although it doesn't administer", async ({
    tenant,
    sandbox,
  }) => {
    const { tokenKey } = sandbox.credentials;
    const state = { name: "own", permissions: [BUILDS], tokenKey };

    expect(await token.update(tenant, tokenKey, state, { name: "own", permissions: [BUILDS] })).toMatchObject(
      { permissions: [BUILDS] },
    );
    expect(sandbox.calls.writes()).toEqual([]);
  });
});
