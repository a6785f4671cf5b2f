import { describe, expect } from "vitest";
import { NOTHING, opensTenant, test, type Wish } from "../support/story";

const WISH: Wish = {
  ci: { type: "ApiToken", args: { permissions: ["Builds"] } },
  pipeline: { type: "AutomationKey" },
};

describe("A credential that AppTego made after everybody had given up", () => {
  test("is shown by a preview that refreshes, and removed by up", async ({ sandbox, startStory }) => {
    const { stack, state } = await startStory(WISH);
    for (const operation of ["createApiToken", "createAutomationKey"] as const)
      sandbox.failNext(operation, { kind: "late", reply: "reset" });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const before = await state();
    expect(sandbox.releaseLate()).toBe(2);
    expect([sandbox.tenant.tokens.length, sandbox.tenant.keys.length]).toEqual([3, 2]);
    sandbox.calls.clear();

    const drift = await stack.refresh({ previewOnly: true, args: ["--diff", "--expect-no-changes"] });
    const seen = await stack.preview({ args: ["--refresh", "--diff", "--expect-no-changes"] });

    expect([drift.exitCode, seen.exitCode]).toEqual([7, 7]);
    expect(drift.stdout).toMatch(/~ duplicateIds : \[\s+\+ \[0\]: "/);
    expect(seen.stdout).toMatch(/- duplicateIds/);
    expect(sandbox.calls.writes()).toEqual([]);
    expect(await state()).toEqual(before);

    expect(await stack.up(["--refresh"])).toMatchObject({
      exitCode: 0,
      changes: { ...NOTHING, update: 2, same: 1 },
    });

    const after = await state();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    for (const [name, { outputs, ...rest }] of Object.entries(before)) {
      const { duplicateIds, ...settled } = outputs;
      if (name in WISH) expect(duplicateIds).toEqual([]); // one may still come, the create said
      expect(after[name]).toEqual({ ...rest, outputs: settled });
    }
    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual(
      expect.arrayContaining([sandbox.credentials.tokenKey, after["ci"]?.id]),
    );
    expect([sandbox.tenant.tokens.length, sandbox.tenant.keys.length]).toEqual([2, 1]);
    expect(await opensTenant(sandbox, after["ci"]?.outputs ?? {})).toBe(true);
    expect(await stack.preview({ args: ["--refresh", "--expect-no-changes"] })).toMatchObject({
      exitCode: 0,
    });
    sandbox.calls.clear();
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 3 } });
    expect(sandbox.calls.all).toEqual([]);
  });

  test("doesn't outlive the stack", async ({ sandbox, startStory }) => {
    const { stack } = await startStory(WISH);
    sandbox.failNext("createApiToken", { kind: "late", reply: "reset" });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    sandbox.releaseLate();

    expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });

    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual([sandbox.credentials.tokenKey]);
    expect(sandbox.tenant.keys).toEqual([]);
  });
});

describe("A credential of a run that lost its state", () => {
  test("is reclaimed by the next up, which says so", async ({ sandbox, startStory }) => {
    const { stack, state } = await startStory(WISH);
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const lost = await state();
    for (const name of ["ci", "pipeline"]) {
      const { deployment } = await stack.export();
      const urn = deployment.resources.find((resource) => resource.urn.endsWith(`::${name}`))?.urn ?? "";
      expect(await stack.pulumi(["state", "delete", "--yes", urn])).toMatchObject({ exitCode: 0 });
    }

    const again = await stack.up([], { env: { NODE_OPTIONS: "--no-warnings" } });

    expect(again).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create: 2, same: 1 } });
    const { ci, pipeline } = await state();
    expect(ci?.id).not.toBe(lost["ci"]?.id);
    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual([
      sandbox.credentials.tokenKey,
      ci?.id,
    ]);
    expect(sandbox.tenant.keys.map(({ keyId }) => keyId)).toEqual([pipeline?.id]);
    expect(again.stdout + again.stderr).toContain(
      `${lost["ci"]?.id ?? ""}, which an interrupted run left, was deleted`,
    );
  });
});
