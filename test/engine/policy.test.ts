import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { putPack } from "../support/policy";
import { test } from "../support/story";

const PAGE = path.resolve(__dirname, "../../docs/policy.md");

/** The pack that the documentation shows. */
async function documentedPack(): Promise<string> {
  const shown = /```js\n(.*?)```/s.exec(await readFile(PAGE, "utf8"));
  return shown?.[1] ?? "";
}

const CONFIG = {
  "named-tokens": "mandatory",
  "no-person-holds-everything": { enforcementLevel: "advisory" },
};
const HEAD = `const pulumi = require("@pulumi/pulumi");
const apptego = require("pulumi-apptego");
const everything = Object.values(apptego.Permission);
new apptego.User("owner", { email: "owner@acme.test", permissions: everything });
`;
const VIOLATING = `${HEAD}
new apptego.User("alice", { email: "alice@acme.test", permissions: everything });
new apptego.User("eve", { email: pulumi.secret("eve@evil.test") });
new apptego.TenantAccess("acme", { tokens: { ci: ["Users & API Management"] } });
`;
const FEW = `${HEAD}
const ci = new apptego.ApiToken("ci", { name: "ci", permissions: ["Builds"] });
const later = ci.tokenKey.apply(() => ["Users & API Management"]);
new apptego.ApiToken("deploy", { name: "deploy", permissions: later });
`;
const ENOUGH = `${FEW}
new apptego.User("bob", { email: "bob@acme.test", permissions: ["Users & API Management"] });
`;

/** What an engine's output says of rules: level, rule and resource of each violation, sorted. */
function violationsIn(output: string): string[] {
  const lines = output.matchAll(/- \[(\w+)\] +([\w-]+) +\(.*: ([\w-]+)\)$/gm);
  return Array.from(
    lines,
    ([, level = "", rule = "", resource = ""]) => `${level} ${rule} ${resource}`,
  ).sort();
}

describe("The policy pack, on the real engine", () => {
  test("refuses what breaks a rule, and lets pass what isn't known until it is", async ({
    sandbox,
    startStack,
  }) => {
    const stack = await startStack({ program: { "index.js": VIOLATING }, tenant: sandbox });
    const { pack, env } = await putPack(stack.folder, await documentedPack(), stack.env["PATH"]);
    const declare = (program: string) => writeFile(path.join(stack.project, "index.js"), program);
    const preview = (...args: string[]) =>
      stack.pulumi(["preview", "--color", "never", "--policy-pack", pack, ...args], { env });
    const config = path.join(stack.folder, "config.json");
    await writeFile(config, JSON.stringify(CONFIG));

    const broken = await preview("--policy-pack-config", config);
    expect(violationsIn(broken.stdout)).toEqual([
      "advisory no-person-holds-everything alice",
      "mandatory email-domains eve",
      "mandatory named-tokens acme-token-ci",
      "mandatory no-token-administers acme-token-ci",
    ]);
    expect(broken.exitCode).not.toBe(0);
    expect(broken.stdout + broken.stderr).not.toContain("evil.test");

    await declare(FEW);
    const few = await preview();
    expect(violationsIn(few.stdout)).toEqual(["mandatory enough-administrators engine-test-dev"]);
    expect(few.exitCode).not.toBe(0);

    await declare(ENOUGH);
    const up = await stack.up(["--policy-pack", pack], { env });
    expect(violationsIn(up.stdout)).toEqual(["mandatory no-token-administers deploy"]);
    expect(up.exitCode).not.toBe(0);
    expect(sandbox.calls.count("createApiToken")).toBe(1);
  });
});
