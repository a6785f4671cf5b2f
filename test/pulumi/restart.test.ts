import { describe, expect } from "vitest";
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
    const made = await second.create((await second.check({}, news)).inputs);

    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual(
      expect.arrayContaining([renamed.id, made.id]),
    );
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
