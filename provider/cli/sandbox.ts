import { existsSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { type Plan, PLANS } from "../api/plans";
import { loadContractFile } from "../api/contract-file";
import { readSeed, type Sandbox, startSandbox } from "../sandbox";
import type { CommandContext } from "./context";
import { readCredentialsFile, writeCredentialsFile } from "./credentials-file";
import { withHelp } from "./help";
import { howToUse } from "./how-to-use";
import type { Terminal } from "./terminal/terminal";

interface Options {
  readonly port: number;
  readonly seed?: string;
  readonly plan?: Plan;
  readonly state?: string;
  readonly contract?: string;
  readonly credentialsFile?: string;
  readonly json?: true;
}

/** The port of the repository's own Pulumi.yaml and of the documentation. */
const DEFAULT_PORT = 4010;

function port(text: string): number {
  const parsed = z.coerce.number().int().min(0).max(65_535).safeParse(text);
  if (!parsed.success || text.trim() === "")
    throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  return parsed.data;
}

/** `apptego sandbox`: starts a sandbox, says how to use it, and stops it at Ctrl-C. */
export function command({ terminal }: CommandContext): Command {
  const sandbox = new Command("sandbox")
    .summary("AppTego's Management API on this machine")
    .description(
      "Starts AppTego's Management API on 127.0.0.1, with a tenant to try things out with. It ends with Ctrl-C.",
    )
    .option("--port <number>", "the port to listen on; 0 takes a free one", port, DEFAULT_PORT)
    .option("--seed <file>", "what the tenant holds: YAML or JSON, see schemas/sandbox-seed.schema.json")
    .addOption(new Option("--plan <plan>", "the tenant's plan, instead of the seed's").choices(PLANS))
    .option("--state <file>", "keeps everything in this file, and goes on with it at the next start")
    .option("--contract <file>", "plays a server that differs from the contract as this file says")
    .option("--credentials-file <file>", "writes the credentials to this file instead of the terminal")
    .option("--json", "says where it is and how to call it in one line of JSON")
    .action((options: Options) => run(options, terminal));
  return withHelp(sandbox, [
    ["apptego sandbox", "a tenant of its own on port 4010"],
    [
      "apptego sandbox --seed tenant.yaml --state sandbox.json",
      "a tenant that holds what you say, and stays",
    ],
    ["apptego sandbox --port 0 --json", "for programs: a free port, and one line that says which"],
  ]);
}

async function run(options: Options, terminal: Terminal): Promise<void> {
  const { credentialsFile } = options;
  if (
    options.state !== undefined &&
    existsSync(options.state) &&
    (options.seed ?? options.plan) !== undefined
  )
    terminal.warn(`${options.state} goes on as it is: --seed and --plan are used only by a reset.`);
  const { contract, limits } = loadContractFile(options.contract);
  const sandbox = await startSandbox({
    ...{ port: options.port, contract, limits },
    ...(options.seed !== undefined && { seed: readSeed(options.seed) }),
    ...(options.plan !== undefined && { plan: options.plan }),
    ...(options.state !== undefined && { stateFile: options.state }),
    ...(credentialsFile !== undefined && readCredentialsFile(credentialsFile)),
  });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  try {
    if (credentialsFile !== undefined) writeCredentialsFile(credentialsFile, sandbox);
    terminal.print(options.json ? inOneLine(sandbox) : howToUse(sandbox, credentialsFile));
    await stopped;
  } finally {
    await sandbox.close();
  }
}

/** For programs: printed once, when the sandbox answers. */
function inOneLine(sandbox: Sandbox): string {
  const healthUrl = new URL("/__sandbox/health", sandbox.url).href;
  return JSON.stringify({ url: sandbox.url, healthUrl, ...sandbox.credentials });
}
