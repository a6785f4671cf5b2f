import { describe, expect } from "vitest";
import { NOTHING, opensTenant, test, type Wish } from "../support/story";

const WISH: Wish = {
  ci: { type: "ApiToken", args: { name: "ci", permissions: ["Builds"] } },
  alice: { type: "User", args: { email: "alice@acme.test", permissions: ["Builds"] } },
  pipeline: { type: "AutomationKey", args: { name: "pipeline", enabled: false } },
};
const SECOND_STEPS = ["updateApiTokenPermissions", "updateUserPermissions", "updateAutomationKey"] as const;
const TOKEN: Wish = { ci: { type: "ApiToken", args: { permissions: ["Builds"] } } };

describe("A create that is cut short", () => {
  test("by a refused second step keeps what was issued, and up does only the rest", async ({
    sandbox,
    startStory,
  }) => {
    const { stack, state } = await startStory(WISH);
    for (const operation of SECOND_STEPS)
      sandbox.failNext(operation, { kind: "reply", status: 400, body: '{"error":"Not now"}' });

    const cut = await stack.up();

    expect(cut.exitCode).not.toBe(0);
    const partial = await state();
    expect(partial["ci"]?.outputs["permissions"]).toEqual([]);
    expect(sandbox.issuedSecrets).toContain(partial["ci"]?.outputs["tokenSecret"]);
    expect(sandbox.issuedSecrets).toContain(partial["pipeline"]?.outputs["keySecret"]);
    for (const name of Object.keys(WISH)) {
      expect(partial[name]?.initErrors).toEqual([expect.stringContaining("Not now")]);
      expect(partial[name]?.outputs["__provider"]).toMatch(/require\("pulumi-apptego\/runtime"\)/);
    }
    const files = [...(await stack.traces()).values()];
    for (const secret of sandbox.issuedSecrets)
      expect(files.filter((text) => text.includes(secret))).toEqual([]);

    expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
    sandbox.calls.clear();
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, update: 3, same: 1 } });

    expect(
      sandbox.calls
        .writes()
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual([...SECOND_STEPS].sort());
    expect(sandbox.invitations).toHaveLength(1);
    const whole = await state();
    for (const [name, secret] of [
      ["ci", "tokenSecret"],
      ["pipeline", "keySecret"],
    ] as const)
      expect(whole[name]?.outputs[secret]).toBe(partial[name]?.outputs[secret]);
    expect(whole["ci"]).toMatchObject({ outputs: { permissions: ["build_applications"] }, initErrors: [] });
    expect(await opensTenant(sandbox, whole["ci"]?.outputs ?? {})).toBe(true);
  });

  test("by a refused second step can be destroyed as it is", async ({ sandbox, startStory }) => {
    const { stack } = await startStory(WISH);
    for (const operation of SECOND_STEPS)
      sandbox.failNext(operation, { kind: "reply", status: 400, body: '{"error":"Not now"}' });
    expect((await stack.up()).exitCode).not.toBe(0);

    expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, delete: 4 } });
    expect(sandbox.tenant.tokens).toHaveLength(1);
    expect(sandbox.tenant.users).toHaveLength(1);
    expect(sandbox.tenant.keys).toEqual([]);
  });

  test("by a lost reply leaves one token, whose secret is in the state", async ({ sandbox, startStory }) => {
    const { stack, state } = await startStory(TOKEN);
    sandbox.failNext("createApiToken", { kind: "reset", when: "after" });

    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create: 2 } });

    const { ci } = await state();
    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual([
      sandbox.credentials.tokenKey,
      ci?.id,
    ]);
    expect(await opensTenant(sandbox, ci?.outputs ?? {})).toBe(true);
  });

  test("by a reply and lists that are lost is marked, and healed by the next up", async ({
    sandbox,
    startStory,
    time,
  }) => {
    const { stack, state } = await startStory(TOKEN);
    const lost = () => {
      sandbox.failNext("createApiToken", { kind: "reset", when: "after" });
      sandbox.failNext("getApiTokens", { kind: "serverError", skip: 1, count: 100 });
    };
    lost();

    const cut = await stack.up();

    expect(cut.exitCode).not.toBe(0);
    const marked = (await state())["ci"];
    expect(marked?.id).toMatch(/^unresolved:/);
    expect(marked?.outputs).toMatchObject({ unresolved: true });
    sandbox.faults.clear();
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const healed = (await state())["ci"];
    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual([
      sandbox.credentials.tokenKey,
      healed?.id,
    ]);
    expect(await opensTenant(sandbox, healed?.outputs ?? {})).toBe(true);
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 2 } });

    time.ahead += 100_000; // else a destroy waits for what AppTego may still do
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    lost();
    expect((await stack.up()).exitCode).not.toBe(0);
    sandbox.faults.clear();
    expect(sandbox.tenant.tokens).toHaveLength(2);
    time.ahead += 100_000;
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    expect(sandbox.tenant.tokens).toHaveLength(1);
  });

  test("by a lost reply of a protected one waits until it isn't protected any more", async ({
    sandbox,
    startStory,
  }) => {
    const program = (protect: boolean): Wish => ({
      ci: { type: "ApiToken", args: { permissions: ["Builds"] }, options: { protect } },
    });
    const { stack, wish } = await startStory(program(true));
    sandbox.failNext("createApiToken", { kind: "reset", when: "after" });
    sandbox.failNext("getApiTokens", { kind: "serverError", skip: 1, count: 100 });
    expect((await stack.up()).exitCode).not.toBe(0);
    sandbox.faults.clear();

    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain("protect");
    await wish(program(false));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(sandbox.tenant.tokens).toHaveLength(2);
  });

  test("by a lost reply of a retained one stops the next up, which names what was left, until it isn't retained any more", async ({
    sandbox,
    startStory,
  }) => {
    const program = (retainOnDelete: boolean): Wish => ({
      ci: { type: "ApiToken", args: { permissions: ["Builds"] }, options: { retainOnDelete } },
    });
    const { stack, wish } = await startStory(program(true));
    sandbox.failNext("createApiToken", { kind: "reset", when: "after" });
    sandbox.failNext("getApiTokens", { kind: "serverError", skip: 1, count: 100 });
    expect((await stack.up()).exitCode).not.toBe(0);
    sandbox.faults.clear();
    const stray = sandbox.tenant.tokens.at(-1)?.tokenKey ?? "";

    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain(stray);
    await wish(program(false));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(sandbox.tenant.tokens).toHaveLength(2);
  });
});
