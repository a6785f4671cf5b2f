import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import type { Sandbox } from "../../provider/sandbox";
import { type Credential, formsOf } from "../support/leak-scan";
import type { Stack } from "../support/pulumi";
import { opensTenant, test } from "../support/story";

const FILE = "channel.log";

/** The channels that show more than an ordinary run; each is told what to write its file to, where it has one. */
const DEBUG_CHANNELS: Readonly<
  Record<string, (file: string) => { args?: string[]; env?: Record<string, string> }>
> = {
  "up --debug": () => ({ args: ["--debug"] }),
  "up --json": () => ({ args: ["--json"] }),
  "--event-log": (file) => ({ args: ["--event-log", file], env: { PULUMI_DEBUG_COMMANDS: "1" } }),
  "-v=9 --logtostderr": () => ({ args: ["-v=9", "--logtostderr"] }),
  PULUMI_DEBUG_GRPC: (file) => ({ env: { PULUMI_DEBUG_GRPC: file } }),
};

const program = (more = "") => ({
  "index.js": `const { createHash } = require("node:crypto");
    const pulumi = require("@pulumi/pulumi");
    const apptego = require("pulumi-apptego");
    const rotateOn = { month: new pulumi.Config().get("month") ?? "1" };
    const ci = new apptego.ApiToken("ci", { permissions: ["Builds"], rotateOn });
    const pipeline = new apptego.AutomationKey("pipeline", { rotateOn });
    const digest = (secret) => pulumi.unsecret(secret).apply((text) => createHash("sha256").update(text).digest("hex"));
    exports.digests = [ci.tokenSecret, pipeline.keySecret].map(digest);
    ${more}`,
});

/** What the stack was issued, with each id that it may belong to. */
function issuedBy(sandbox: Sandbox): Credential[] {
  const keys = sandbox.calls.all.flatMap(({ operation, id }) => (operation.startsWith("create") ? [id] : []));
  const own = sandbox.credentials.tokenSecret; // the provider's: it is in the configuration
  const issued = sandbox.issuedSecrets.filter((secret) => secret !== own);
  return issued.flatMap((secret) => keys.map((key) => ({ key, secret })));
}

function hits(text: string, credentials: readonly Credential[]): number {
  const forms = new Set(credentials.flatMap((credential) => Object.values(formsOf(credential))));
  return [...forms].reduce((sum, form) => sum + text.split(form).length - 1, 0);
}

/** How often a secret that is issued while a channel is on can be read in it, by channel. */
async function measure(
  stack: Stack,
  sandbox: Sandbox,
  more: readonly Credential[] = [],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let month = 1;
  for (const [channel, how] of Object.entries(DEBUG_CHANNELS)) {
    const file = path.join(stack.project, `${String(month)}-${FILE}`);
    const { args, env = {} } = how(file);
    month += 1;
    await stack.setConfig("engine-test:month", String(month));
    const { exitCode, stdout, stderr } = await stack.up(args, { env });
    expect(exitCode, stdout + stderr).toBe(0);
    const written = env["PULUMI_DEBUG_GRPC"] ?? args?.find((arg) => arg === file);
    const text = stdout + stderr + (written === undefined ? "" : await readFile(file, "utf8"));
    expect(text, channel).toContain("ci");
    counts[channel] = hits(text, [...issuedBy(sandbox), ...more]);
  }
  const issued = new Set(issuedBy(sandbox).map(({ secret }) => secret));
  expect(issued.size).toBe(2 * Object.keys(DEBUG_CHANNELS).length);
  return counts;
}

const NONE = Object.fromEntries(Object.keys(DEBUG_CHANNELS).map((channel) => [channel, 0]));
const env = { APPTEGO_SEAL_KEY: randomBytes(32).toString("base64") };

describe("A secret that AppTego issues", () => {
  test("can be read in the engine's debug channels, as nothing but Pulumi's encryption guards it", async ({
    sandbox,
    startStack,
  }) => {
    const counts = await measure(await startStack({ program: program(), tenant: sandbox }), sandbox);

    for (const channel of ["up --debug", "up --json", "-v=9 --logtostderr", "PULUMI_DEBUG_GRPC"])
      expect(counts[channel], channel).toBeGreaterThan(0);
  });

  test("can be read in none of them with a seal key in the environment, nor can the key", async ({
    sandbox,
    startStack,
  }) => {
    const stack = await startStack({ program: program(), tenant: sandbox, env });

    expect(await measure(stack, sandbox, [{ secret: env.APPTEGO_SEAL_KEY }])).toEqual(NONE);
  });

  test("is itself as a stack output, which Pulumi's most talkative channels show although it is sealed", async ({
    sandbox,
    startStack,
  }) => {
    const exported = `exports.ci = { tokenKey: ci.tokenKey, tokenSecret: ci.tokenSecret };`;
    const stack = await startStack({ program: program(exported), tenant: sandbox, env });
    const counts = await measure(stack, sandbox);

    expect(counts).toMatchObject({ "up --debug": 0, "up --json": 0, "--event-log": 0 });
    expect(counts["PULUMI_DEBUG_GRPC"]).toBeGreaterThan(0); // the output goes from the program to the engine
    expect(await opensTenant(sandbox, (await stack.outputs())["ci"] as Record<string, unknown>)).toBe(true);
  });
});
