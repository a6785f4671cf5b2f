import { randomBytes } from "node:crypto";
import { describe, expect } from "vitest";
import { isSealed } from "../../provider/api/seal";
import type { Stack } from "../support/pulumi";
import { NOTHING, opensAutomation, opensTenant, type Story, test } from "../support/story";

const newKey = () => ({ APPTEGO_SEAL_KEY: randomBytes(32).toString("base64") });
const QUIET = ["--non-interactive", "--suppress-progress", "--color", "never"];

const program = {
  "index.js": `const pulumi = require("@pulumi/pulumi");
    const apptego = require("pulumi-apptego");
    const rotateOn = { month: new pulumi.Config().get("month") ?? "1" };
    const ci = new apptego.ApiToken("ci", { permissions: ["Builds"], rotateOn });
    const pipeline = new apptego.AutomationKey("pipeline", { rotateOn });
    const { tokenKey, tokenSecret } = ci;
    module.exports = { ci: { tokenKey, tokenSecret }, pipeline: pipeline.authorization };`,
};

async function secretsOf(stack: Stack): Promise<readonly unknown[]> {
  const { resources } = (await stack.export({ showSecrets: true })).deployment;
  const secrets = resources
    .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/apptego:"))
    .flatMap(({ outputs }) => [outputs["tokenSecret"], outputs["keySecret"], outputs["authorization"]]);
  const plain = secrets.filter((secret) => secret !== undefined) as { plaintext: string }[];
  return plain.map(({ plaintext }) => JSON.parse(plaintext) as unknown);
}

describe("Secrets that are sealed", () => {
  test("are so from the next up on, without a call, and the program sees no difference", async ({
    sandbox,
    startStack,
  }) => {
    const env = newKey();
    const stack = await startStack({ program, tenant: sandbox });
    const expectLive = async (key: Readonly<Record<string, string>>) => {
      const shown = await stack.pulumi(["stack", "output", "--json", "--show-secrets"], {
        reveals: true,
        env: key,
      });
      const outputs = JSON.parse(shown.stdout) as { ci: Record<string, unknown>; pipeline: string };
      expect(await opensTenant(sandbox, outputs.ci)).toBe(true);
      expect(await opensAutomation(sandbox, outputs.pipeline)).toBe(true);
    };
    expect((await stack.up()).exitCode).toBe(0);
    expect((await secretsOf(stack)).some(isSealed)).toBe(false);

    sandbox.calls.clear();
    const turnedOn = await stack.up([], { env });
    expect(turnedOn.exitCode, turnedOn.stdout + turnedOn.stderr).toBe(0);
    expect(turnedOn.changes).toMatchObject({ ...NOTHING, update: 2 });
    expect(sandbox.calls.all).toEqual([]);
    const secrets = await secretsOf(stack);
    expect(secrets).toHaveLength(4);
    expect(secrets.every(isSealed)).toBe(true);
    await expectLive(env);
    const again = await stack.pulumi(["preview", ...QUIET, "--expect-no-changes"], { env });
    expect(again.exitCode, again.stdout + again.stderr).toBe(0);
    const refreshed = await stack.pulumi(["refresh", "--yes", ...QUIET, "--expect-no-changes"], { env });
    expect(refreshed.exitCode, refreshed.stdout + refreshed.stderr).toBe(0);

    const wrong = newKey();
    for (const [key, reason] of [
      [wrong, "isn't the one that sealed it"],
      [{}, "there is no key"],
    ] as const) {
      const failed = await stack.up([], { env: key });
      expect(failed.exitCode).not.toBe(0);
      expect(failed.stdout + failed.stderr).toMatch(
        /Opening \w+ of (ApiToken "ci"|AutomationKey "pipeline")/,
      );
      expect(failed.stdout + failed.stderr).toContain(reason);
      expect(failed.stdout + failed.stderr).toContain("rotateOn");
    }
    expect((await secretsOf(stack)).every(isSealed)).toBe(true);

    await stack.setConfig("engine-test:month", "2");
    const rotated = await stack.up([], { env: wrong }); // the way out, where a key is lost
    expect(rotated.exitCode, rotated.stdout + rotated.stderr).toBe(0);
    await expectLive(wrong);
    expect((await stack.destroy()).exitCode).toBe(0); // the program isn't run, so no key is needed
  });

  test("are so in what was made in part, too, and heal", async ({ sandbox, startStory }) => {
    const env = newKey();
    const wish = { ci: { type: "ApiToken", args: { permissions: ["Builds"] } } } as const;
    const story: Story = await startStory(wish, { env });
    sandbox.failNext("updateApiTokenPermissions", {
      kind: "reply",
      status: 400,
      body: '{"error":"Not now"}',
    });
    expect((await story.stack.up()).exitCode).not.toBe(0);
    const half = (await story.state())["ci"];
    expect(half?.initErrors).not.toEqual([]);
    expect(isSealed(half?.outputs["tokenSecret"])).toBe(true);

    const healed = await story.stack.up();
    expect(healed.exitCode, healed.stdout + healed.stderr).toBe(0);
    expect((await story.state())["ci"]?.outputs["tokenSecret"]).toBe(half?.outputs["tokenSecret"]);
    expect(sandbox.calls.operations().filter((name) => name === "createApiToken")).toHaveLength(1);
  });
});
