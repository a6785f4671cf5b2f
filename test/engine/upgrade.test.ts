import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { z } from "zod";
import { type Sandbox, startSandbox } from "../../provider/sandbox";
import { scratchFolder } from "../support/connection";
import { NOTHING, opensAutomation, opensTenant, type Wish } from "../support/story";
import { storyOn } from "../support/story-on";
import { type Stack, type StackOptions, test } from "../support/pulumi";

const RECORDED = path.join(__dirname, "recorded");
const VERSIONS = readdirSync(RECORDED);

const Recorded = z.object({
  passphrase: z.string(),
  url: z.string(),
  credential: z.object({ tokenKey: z.string(), tokenSecret: z.string() }),
  wish: z.custom<Wish>(),
  sandbox: z.unknown(),
  state: z.unknown(),
});
/** As releases before this one might have written it: other spacing, another form of the same. */
const OLDER_TEXT = (type: string) =>
  `exports.handler = function () { return require("pulumi-apptego/runtime").${type}; }`;

/** What a release left: its state in a new stack, its tenant in a new sandbox. */
async function resume(
  startStack: (options: StackOptions) => Promise<Stack>,
  file: string,
  change: (state: string) => string = (state) => state,
) {
  const recorded = Recorded.parse(JSON.parse(readFileSync(path.join(RECORDED, file), "utf8")));
  const stateFile = path.join(scratchFolder(), "sandbox.json");
  writeFileSync(stateFile, JSON.stringify(recorded.sandbox));
  const sandbox = await startSandbox({ stateFile, credential: recorded.credential });
  onTestFinished(() => sandbox.close());
  const env = { PULUMI_CONFIG_PASSPHRASE: recorded.passphrase };
  const story = await storyOn(startStack, sandbox, recorded.wish, { env });
  // The state holds the configuration of the last up, and a refresh without the program goes by it.
  const state = JSON.stringify(recorded.state).replaceAll(recorded.url, sandbox.url);
  await story.stack.import(JSON.parse(change(state)));
  return { ...story, sandbox, declared: recorded.wish, same: Object.keys(recorded.wish).length + 1 };
}

const namesOf = (sandbox: Sandbox) => sandbox.tenant.tokens.map(({ name }) => name).sort();

describe.each(VERSIONS)("A state of release %s", (version) => {
  test("is taken as it is: no change, no replacement, and every secret works", async ({ startStack }) => {
    const { stack, state, sandbox, same } = await resume(startStack, `${version}/whole.json`);

    const preview = await stack.preview({ args: ["--expect-no-changes", "--diff"] });
    expect(preview, preview.stdout).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same } });
    const refresh = await stack.refresh({ args: ["--expect-no-changes"] });
    expect(refresh.exitCode, refresh.stdout + refresh.stderr).toBe(0);
    const up = await stack.up();
    expect(up, up.stdout).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same } });
    expect(sandbox.calls.writes()).toEqual([]);
    const { ci, deploy, pipeline } = await state();
    expect(await opensTenant(sandbox, ci?.outputs ?? {})).toBe(true);
    expect(await opensTenant(sandbox, deploy?.outputs ?? {})).toBe(true);
    sandbox.portal.setKeyEnabled({ key: pipeline?.id ?? "", enabled: true }); // it was recorded disabled
    expect(await opensAutomation(sandbox, pipeline?.outputs["authorization"])).toBe(true);
  });

  test("that is partial, and in doubt about a token, is healed by up, and destroyed", async ({
    startStack,
  }) => {
    const { stack, state, sandbox } = await resume(startStack, `${version}/troubled.json`);
    expect((await state())["lost"]?.id).toMatch(/^unresolved:/);
    const before = sandbox.tenant.tokens.length;

    const up = await stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    const { lost, bob } = await state();
    expect(sandbox.tenant.tokens).toHaveLength(before);
    expect(await opensTenant(sandbox, lost?.outputs ?? {})).toBe(true);
    expect(bob).toMatchObject({ initErrors: [], outputs: { permissions: ["build_applications"] } });
    const again = await stack.preview({ args: ["--expect-no-changes"] });
    expect(again.exitCode, again.stdout).toBe(0);

    const destroyed = await stack.destroy();
    expect(destroyed.exitCode, destroyed.stdout + destroyed.stderr).toBe(0);
    expect(namesOf(sandbox)).toEqual(["sandbox"]);
    expect(sandbox.tenant.keys).toEqual([]);
  });

  test("with an older text of the provider is refreshed, updated and destroyed", async ({ startStack }) => {
    const { stack, wish, declared, sandbox } = await resume(startStack, `${version}/whole.json`, (state) => {
      const text = /exports\.handler[^"]*require\(\\"pulumi-apptego\/runtime\\"\)\.(\w+)/g;
      expect(state.match(text)?.length).toBeGreaterThanOrEqual(8);
      return state.replace(text, (_, type: string) => JSON.stringify(OLDER_TEXT(type)).slice(1, -1));
    });

    const refresh = await stack.refresh({ args: ["--expect-no-changes"] });
    expect(refresh.exitCode, refresh.stdout + refresh.stderr).toBe(0);
    const { ci } = declared;
    if (ci) await wish({ ...declared, ci: { ...ci, args: { permissions: [] } } });
    const up = await stack.up();
    expect(up, up.stdout).toMatchObject({ exitCode: 0, changes: { replace: 0, create: 0, delete: 0 } });
    expect(sandbox.calls.writes().map(({ operation }) => operation)).toEqual(["updateApiTokenPermissions"]);

    const destroyed = await stack.destroy();
    expect(destroyed.exitCode, destroyed.stdout + destroyed.stderr).toBe(0);
    expect(namesOf(sandbox)).toEqual(["sandbox"]);
  });
});
