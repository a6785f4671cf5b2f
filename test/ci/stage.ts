import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { inject } from "vitest";
import { type Sandbox, startSandbox } from "../../provider/sandbox";
import type {} from "../support/engine-setup";
import { test as inFolder } from "../support/temporary-folder";
import { makeRepository } from "./repository";

const PASSPHRASE = "the passphrase of the stack prod";

/** A repository with the stack `prod`, the tenant that it is for, and what a runner's steps find around them. */
export interface Stage {
  readonly folder: string;
  readonly repository: Awaited<ReturnType<typeof makeRepository>>;
  readonly sandbox: Sandbox;
  /** What every step finds: an engine, Node, nothing of this process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the project's owner has given to the steps that reach the tenant. */
  readonly secrets: { readonly PULUMI_BACKEND_URL: string; readonly PULUMI_CONFIG_PASSPHRASE: string };
  /** Runs the engine as the project's owner. */
  readonly pulumi: (...args: string[]) => Promise<string>;
}

async function setUp(folder: string, sandbox: Sandbox): Promise<Stage> {
  const repository = await makeRepository(path.join(folder, "work"));
  const [home, state, temporary] = ["home", "state", "tmp"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const place of [home, state, temporary]) await mkdir(place);
  const engine = inject("engine");
  const env = {
    ...engine.env,
    ...{ HOME: home, TMPDIR: temporary, PULUMI_HOME: path.join(home, ".pulumi") },
    ...{ npm_config_offline: "true", npm_config_update_notifier: "false" },
    NODE_OPTIONS: `--stack-trace-limit=5 ${engine.env["NODE_OPTIONS"] ?? ""}`, // see scripts/engine/workspace.ts
  };
  const secrets = { PULUMI_BACKEND_URL: pathToFileURL(state).href, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE };
  const pulumi = async (...args: string[]) => {
    const options = { cwd: repository.folder, env: { ...env, ...secrets }, extendEnv: false };
    return (await execa("pulumi", [...args, "--non-interactive"], options)).stdout;
  };
  const { tenantId, tokenKey, tokenSecret } = sandbox.credentials;
  await pulumi("stack", "init", "prod");
  const config = { baseUrl: sandbox.url, tenantId, tokenKey };
  const plain = Object.entries(config).flatMap(([name, value]) => [
    "--plaintext",
    `apptego:${name}=${value}`,
  ]);
  await pulumi(
    "config",
    "set-all",
    "--stack",
    "prod",
    ...plain,
    "--secret",
    `apptego:tokenSecret=${tokenSecret}`,
  );
  return { folder, repository, sandbox, env, secrets, pulumi };
}

/** vitest's `test` with a stage of its own, which is gone when the test ends. */
export const test = inFolder.extend<{ stage: Stage }>({
  stage: async ({ folder }, use) => {
    await using sandbox = await startSandbox({ seed: { tenant: { plan: "ENTERPRISE" } } });
    await use(await setUp(folder, sandbox));
  },
});

/** The text of a file of a job. */
export const read = (...place: string[]) => readFile(path.join(...place), "utf8");
