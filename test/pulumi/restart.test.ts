import { describe, expect } from "vitest";
import { failureOf } from "../support/connection";
import { providerOf } from "../support/provider";
import { test } from "../support/tenant";

type Outs = Record<string, unknown>;

const NAME = "ci [pu-0123456789]";
const news = { __computedName: NAME, permissions: ["Builds"] };

describe("Another process of the provider", () => {
  test("reclaims what one left that was killed before its state was saved", async ({ sandbox }) => {
    const first = await providerOf(sandbox, "ApiToken");
    const { inputs } = await first.check({}, news);
    const lost = await first.create(inputs);
    const second = await providerOf(sandbox, "ApiToken", "second");
    const made = await second.create((await second.check({}, news)).inputs);

    const left = sandbox.tenant.tokens.filter(({ name }) => name === NAME).map(({ tokenKey }) => tokenKey);
    expect(left).toEqual([made.id]);
    expect(made.id).not.toBe(lost.id);
  });

  test("leaves a credential alone whose resource has another name now", async ({ sandbox }) => {
    const first = await providerOf(sandbox, "ApiToken");
    const { inputs } = await first.check({}, news);
    const renamed = await first.create(inputs);
    const second = await providerOf(sandbox, "ApiToken", "second");
    const state = renamed.outs as Outs;
    const kept = await second.check(inputs, { ...news, __computedName: "renamed [pu-0000000001]" });
    expect(await second.diff(renamed.id, state, kept.inputs)).toMatchObject({ changes: false });
    const again = await second.check({}, news);

    expect(String(await failureOf(second.create(again.inputs)))).toContain("Give this one a `name`");
    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toContain(renamed.id);
    expect(sandbox.calls.count("deleteApiToken")).toBe(0);
  });

  test("leaves a credential alone whose resource the engine comes to later", async ({ sandbox }) => {
    const first = await providerOf(sandbox, "ApiToken");
    const { inputs } = await first.check({}, news);
    const renamed = await first.create(inputs);
    const second = await providerOf(sandbox, "ApiToken", "second");
    const again = await second.check({}, { ...news, __declared: 2 });
    const failure = failureOf(second.create(again.inputs));
    await second.check(inputs, { ...news, __declared: 2, __computedName: "renamed [pu-0000000001]" });

    expect(String(await failure)).toContain("Give this one a `name`");
    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toContain(renamed.id);
    expect(sandbox.calls.count("deleteApiToken")).toBe(0);
  });

  test("issues no second one of a name that a renamed resource holds", async ({ sandbox }) => {
    const first = await providerOf(sandbox, "ApiToken");
    const { inputs } = await first.check({}, news);
    const { id, outs } = await first.create(inputs);
    const second = await providerOf(sandbox, "ApiToken", "second");
    await second.read(id, outs as Outs);
    await second.check(inputs, { ...news, __computedName: "renamed [pu-0000000001]" });
    const again = await second.check({}, news);

    expect(String(await failureOf(second.create(again.inputs)))).toContain("Give this one a `name`");
    expect(sandbox.calls.count("createApiToken")).toBe(1);
  });

  test("leaves a credential alone that is imported under another name in the same run", async ({
    sandbox,
  }) => {
    const first = await providerOf(sandbox, "ApiToken");
    const { id } = await first.create((await first.check({}, news)).inputs);
    const second = await providerOf(sandbox, "ApiToken", "second");
    const imported = { ...news, __computedName: "other [pu-0000000001]", __import: id };
    const taken = await second.check({}, imported);
    await second.create((await second.check({}, news)).inputs);
    await second.create(taken.inputs);

    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toContain(id);
    expect(sandbox.calls.count("deleteApiToken")).toBe(0);
  });

  test("reclaims nothing where the program shows that it may live", async ({ sandbox }) => {
    const first = await providerOf(sandbox, "ApiToken");
    const { id } = await first.create((await first.check({}, news)).inputs);
    const second = await providerOf(sandbox, "ApiToken", "second");
    const { inputs } = await second.check({}, { ...news, __mayLive: true });

    expect(String(await failureOf(second.create(inputs)))).toContain(id);
    expect(sandbox.calls.count("createApiToken")).toBe(1);
    expect(sandbox.calls.count("deleteApiToken")).toBe(0);
  });

  test("knows of a user when it was made, through an update too", async ({ sandbox }) => {
    const first = await providerOf(sandbox, "User");
    const { inputs } = await first.check({}, { email: "alice@acme.test" });
    const { id, outs } = await first.create(inputs);
    const second = await providerOf(sandbox, "User", "second");
    const updated = await second.update(id, outs as Outs, { ...inputs, permissions: ["build_applications"] });
    const read = await second.read(id, updated.outs as Outs);

    expect((outs as Outs)["__createdAt"]).toMatch(/Z$/);
    expect(read.props).toMatchObject({ __createdAt: (outs as Outs)["__createdAt"] });
    expect(read.inputs).not.toHaveProperty("__createdAt");
  });
});
