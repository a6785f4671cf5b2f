import type { Command } from "commander";
import type { CommandContext } from "../../provider/cli/context";
import { run } from "../../provider/cli/run";
import { openTerminal } from "../../provider/cli/terminal/terminal";

/** What a command in this process is given; all may be left out. */
export interface CommandWorld {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly stdin?: string;
  /** A terminal of this width, in colour; without it both streams are pipes. */
  readonly columns?: number;
}

/** A context whose output is kept. */
export function keptContext({ env = {}, cwd = process.cwd(), stdin = "", columns }: CommandWorld = {}) {
  const kept = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({
    ...(columns !== undefined && { isTTY: true, columns }),
    write: (text: string) => {
      kept[name] += text;
    },
  });
  const terminal = openTerminal({ stdout: stream("stdout"), stderr: stream("stderr") }, env);
  const context: CommandContext = { terminal, env, cwd, readStdin: () => Promise.resolve(stdin) };
  return { context, kept };
}

/** Runs a command of `apptego` in this process: its exit code and what it printed. */
export async function runCommand(
  args: readonly string[],
  world: CommandWorld = {},
  commands?: Readonly<
    Record<
      string,
      { summary: string; load: () => Promise<{ command: (context: CommandContext) => Command }> }
    >
  >,
) {
  const { context, kept } = keptContext(world);
  const exitCode = await run(args, context, commands);
  return { exitCode, ...kept };
}

/** The environment that leads to a sandbox, with what child processes need of ours. */
export function environmentOf({
  url,
  credentials,
}: {
  readonly url: string;
  readonly credentials: {
    readonly tenantId: string;
    readonly tokenKey: string;
    readonly tokenSecret: string;
  };
}): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    APPTEGO_BASE_URL: url,
    APPTEGO_TENANT_ID: credentials.tenantId,
    APPTEGO_TOKEN_KEY: credentials.tokenKey,
    APPTEGO_TOKEN_SECRET: credentials.tokenSecret,
  };
}
