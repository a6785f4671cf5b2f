import { randomBytes } from "node:crypto";
import { describe, expect } from "vitest";
import { isSealed, open } from "../../provider/api/seal";
import { lacksSeal, sealedFailure, sealedState, sealOwner } from "../../provider/pulumi/sealed-outputs";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated } from "../../provider/resources/lifecycle";
import { openTenant } from "../../provider/resources/tenant";
import { configurationOf } from "../support/configured";
import { failureOf } from "../support/connection";
import { configureRequest, revived } from "../support/provider";
import { test } from "../support/tenant";

const KEY = randomBytes(32);
const token = resourceOf("ApiToken");
const STATE = { name: "ci", tokenKey: "t1", tokenSecret: "s3cr3t-1", authorization: "Bearer s3cr3t-1" };

describe("Sealed outputs", () => {
  const opened = (state: Record<string, unknown>, output: string, id = "t1") =>
    open(String(state[output]), KEY, sealOwner("ApiToken", id, output));

  test("are the secrets, and nothing else", ({ api, connection }) => {
    const tenant = openTenant(api, { ...connection, sealKey: KEY.toString("base64") });
    const state = sealedState(token, tenant, "t1", STATE);

    expect(state).toMatchObject({ name: "ci", tokenKey: "t1" });
    expect(opened(state, "tokenSecret")).toBe("s3cr3t-1");
    expect(opened(state, "authorization")).toBe("Bearer s3cr3t-1");
    expect(lacksSeal(token, tenant, STATE)).toBe(true);
    expect(lacksSeal(token, tenant, state)).toBe(false);
    expect(sealedState(token, tenant, "t1", state)).toEqual(state);
    expect(lacksSeal(token, tenant, { name: "imported" })).toBe(false);
  });

  test("are none without a key", ({ tenant }) => {
    expect(sealedState(token, tenant, "t1", STATE)).toBe(STATE);
    expect(lacksSeal(token, tenant, STATE)).toBe(false);
  });

  test("are those of something made in part, too", ({ api, connection }) => {
    const tenant = openTenant(api, { ...connection, sealKey: KEY.toString("base64") });
    const failure = sealedFailure(
      token,
      () => tenant,
      new PartlyCreated({ id: "t1", state: STATE }, ["why"]),
    );

    expect(failure).toMatchObject({ name: "PartlyCreated", reasons: ["why"], created: { id: "t1" } });
    expect(JSON.stringify(failure)).not.toContain("s3cr3t-1");
    const other = new Error("no");
    expect(sealedFailure(token, () => tenant, other)).toBe(other);
  });
});

describe("A provider with a seal key", () => {
  const PROVIDER = { __provider: "text" };
  const sealing = test.extend("sealed", async ({ sandbox }) => {
    const settings = { ...configurationOf(sandbox), "apptego:sealKey": KEY.toString("base64") };
    const provider = revived("ApiToken");
    await provider.configure(configureRequest(settings));
    return provider;
  });

  sealing("hands out no secret in plain text, and keeps what it sealed", async ({ sealed, sandbox }) => {
    const inputs = { name: "ci", permissions: ["build_applications"], ...PROVIDER };
    const { id, outs } = await sealed.create(inputs);
    const read = await sealed.read(id, outs as object);
    const changed = await sealed.update(id, read.props, { ...inputs, permissions: [] });

    const [secret = ""] = sandbox.issuedSecrets.slice(-1);
    for (const state of [outs, read.props, changed.outs] as Record<string, unknown>[]) {
      expect(isSealed(state["tokenSecret"]) && isSealed(state["authorization"])).toBe(true);
      expect(JSON.stringify(state)).not.toContain(secret);
      expect(open(String(state["tokenSecret"]), KEY, ["ApiToken", id, "tokenSecret"])).toBe(secret);
    }
    expect(await sealed.diff(id, outs as object, inputs)).toEqual({ changes: false, replaces: [] });
  });

  sealing("seals what is half made", async ({ sealed, sandbox }) => {
    sandbox.failNext("updateApiTokenPermissions", {
      kind: "reply",
      status: 400,
      body: '{"error":"Not now"}',
    });
    const failure = await failureOf(
      sealed.create({ name: "ci", permissions: ["build_applications"], ...PROVIDER }),
    );

    const { properties } = failure as { properties: Record<string, unknown> };
    expect(isSealed(properties["tokenSecret"]) && isSealed(properties["authorization"])).toBe(true);
  });

  sealing("seals the secrets of older states without a call", async ({ sealed, sandbox }) => {
    const older = { name: "ci", permissions: [], tokenKey: "t1", tokenSecret: "s3cr3t-1", ...PROVIDER };
    const news = { name: "ci", permissions: [], ...PROVIDER };

    expect(await sealed.diff("t1", older, news)).toEqual({ changes: true, replaces: [] });
    const { outs } = await sealed.update("t1", older, news);
    expect(isSealed((outs as Record<string, unknown>)["tokenSecret"])).toBe(true);
    expect(sandbox.calls.all).toEqual([]);
  });
});
