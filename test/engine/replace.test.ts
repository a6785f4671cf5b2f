import { describe, expect } from "vitest";
import { opensTenant, test } from "../support/story";

describe("A forced replacement of a token", () => {
  test("never takes the live one away before there is another", async ({ sandbox, startStory }) => {
    const { stack, state } = await startStory({
      ci: { type: "ApiToken", args: { permissions: ["Builds"] } },
    });
    await stack.up();
    const { resources } = (await stack.export()).deployment;
    const urn = resources.find(({ type }) => type.endsWith(":ApiToken"))?.urn ?? "";
    const ci = async () => (await state())["ci"]?.outputs ?? {};
    const first = await ci();

    const alone = await stack.up(["--replace", urn], { env: { APPTEGO_RECLAIM: "never" } });
    expect(alone.exitCode).not.toBe(0);
    expect(alone.stdout + alone.stderr).toContain("run pulumi up --refresh (with --replace");
    expect(await opensTenant(sandbox, first)).toBe(true);

    sandbox.calls.clear();
    const refreshed = await stack.up(["--refresh", "--replace", urn]);
    const order = sandbox.calls.operations();
    expect(refreshed.exitCode, refreshed.stdout + refreshed.stderr).toBe(0);
    expect(order.indexOf("createApiToken")).toBeLessThan(order.indexOf("deleteApiToken"));
    expect(await opensTenant(sandbox, await ci())).toBe(true);
    expect(await opensTenant(sandbox, first)).toBe(false);

    sandbox.calls.clear();
    const second = await ci();
    const recent = await stack.up(["--replace", urn]);
    const again = sandbox.calls.operations();
    expect(recent.exitCode, recent.stdout + recent.stderr).toBe(0);
    expect(again.indexOf("updateApiTokenPermissions")).toBeLessThan(again.indexOf("deleteApiToken"));
    expect(await opensTenant(sandbox, await ci())).toBe(true);
    expect(await opensTenant(sandbox, second)).toBe(false);
    expect(sandbox.tenant.tokens).toHaveLength(2);
  });
});
