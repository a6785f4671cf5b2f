import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { startSandbox } from "../provider/sandbox";
import { storyOn, type Wish } from "../test/support/story-on";
import { findEngine } from "./engine/find";
import { CHECKOUT } from "./engine/project";
import { createWorkspace } from "./engine/workspace";

/** Encrypts the recorded states; their secrets are those of a sandbox, so it is public. */
const PASSPHRASE = "recorded for the tests of upgrades";

/**
 * `npm run record-state`: records what this release leaves in a state, and what its tenant holds, for
 * test/engine/upgrade.test.ts of all later releases. What is recorded stays as it is, unless `--again` says so.
 * @throws Error where the folder of this version exists, or where an `up` does otherwise than it should
 */
async function record(again: boolean): Promise<void> {
  const { version } = JSON.parse(await readFile(path.join(CHECKOUT, "package.json"), "utf8")) as {
    version: string;
  };
  const folder = path.join(CHECKOUT, "test", "engine", "recorded", version);
  if (existsSync(folder) && !again)
    throw new Error(`${folder} exists. A recorded state stays as it was released; --again replaces it.`);
  const engine = await findEngine();
  const scratch = await mkdtemp(path.join(os.tmpdir(), "apptego-record-"));
  const stateFile = path.join(scratch, "sandbox.json");
  await using sandbox = await startSandbox({ stateFile });
  sandbox.portal.addToken({ name: "legacy", permissions: ["build_applications"] });
  const legacy = sandbox.tenant.tokens.find(({ name }) => name === "legacy")?.tokenKey;
  const whole: Wish = {
    ci: { type: "ApiToken", args: { permissions: ["Builds"] } },
    deploy: { type: "ApiToken", args: { name: "deploy", permissions: [], rotateOn: { month: 1 } } },
    legacy: {
      type: "ApiToken",
      args: { name: "legacy", permissions: ["Builds"] },
      options: { import: legacy },
    },
    alice: { type: "User", args: { email: "alice@acme.test", permissions: ["Builds"] } },
    devs: { type: "SamlGroupMapping", args: { groupName: "devs", permissions: ["Builds", "Certificates"] } },
    pipeline: { type: "AutomationKey", args: { enabled: false } },
  };
  const troubled: Wish = {
    ...whole,
    bob: { type: "User", args: { email: "bob@acme.test", permissions: ["Builds"] } },
    lost: { type: "ApiToken", args: { permissions: ["Builds"] } },
  };

  const setUp = createWorkspaceFor(engine);
  const { stack, wish, state } = await storyOn(setUp, sandbox, whole, {
    env: { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE },
  });
  const write = async (name: string, declared: Wish) => {
    const recorded = {
      passphrase: PASSPHRASE,
      url: sandbox.url,
      credential: sandbox.credentials,
      wish: declared,
      sandbox: JSON.parse(await readFile(stateFile, "utf8")) as unknown,
      state: await stack.export(),
    };
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(recorded, withoutPlaces, 2)}\n`);
    console.log(path.relative(CHECKOUT, path.join(folder, `${name}.json`)));
  };
  try {
    const first = await stack.up();
    if (first.exitCode !== 0) throw new Error(`The first up failed:\n${first.stdout}${first.stderr}`);
    await write("whole", whole);

    await wish(troubled);
    sandbox.failNext("updateUserPermissions", { kind: "reply", status: 400, body: '{"error":"Not now"}' });
    sandbox.failNext("createApiToken", { kind: "reset", when: "after" });
    sandbox.failNext("getApiTokens", { kind: "serverError", skip: 1, count: 1_000 });
    await stack.up();
    const { bob, lost } = await state();
    if (bob?.initErrors.length !== 1 || lost?.id?.startsWith("unresolved:") !== true)
      throw new Error("The second up left no partial user or no unresolved token.");
    await write("troubled", troubled);
  } finally {
    await stack.dispose();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Leaves out where on this machine a program stood: Pulumi keeps that for its own messages. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === "sourcePosition" || key === "stackTrace" ? undefined : value;
}

function createWorkspaceFor(engine: Awaited<ReturnType<typeof findEngine>>): Parameters<typeof storyOn>[0] {
  return async ({ tenant, ...options }) => {
    const { tenantId, tokenKey, tokenSecret } = tenant?.credentials ?? {};
    const config = { "apptego:baseUrl": tenant?.url ?? "", "apptego:tenantId": tenantId ?? "" };
    return createWorkspace({
      engine,
      ...options,
      config: { ...config, "apptego:tokenKey": tokenKey ?? "" },
      secrets: { "apptego:tokenSecret": tokenSecret ?? "" },
    });
  };
}

await record(process.argv.includes("--again"));
