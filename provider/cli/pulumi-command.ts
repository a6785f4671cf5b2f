import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { CommandContext } from "./context";
import { safe } from "./terminal/safe";

const execute = promisify(execFile);

const LARGEST_OUTPUT = 1024 ** 3; // a state of thousands of resources is some ten megabytes
const LONGEST_QUOTE = 600;

/** What a child process that failed leaves behind, as node:child_process documents it. */
interface ChildFailure {
  readonly code?: unknown;
  readonly stderr?: unknown;
}

/**
 * What a command of the Pulumi CLI prints; no shell reads it, and it never asks anything.
 *
 * @param purpose what it is for, as a message begins: `Reading the configuration of the stack dev`
 * @param folder of the Pulumi project; the context's where it is left out
 * @throws Error that quotes what pulumi said on standard error, and says what to do
 */
export async function pulumiOutput(
  { env, cwd }: CommandContext,
  purpose: string,
  args: readonly string[],
  folder?: string,
): Promise<string> {
  const options = {
    cwd: path.resolve(cwd, folder ?? "."),
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    maxBuffer: LARGEST_OUTPUT,
  };
  const { stdout } = await execute("pulumi", [...args, "--non-interactive"], options).catch(
    (error: unknown) => {
      throw new Error(`${purpose}: ${whatWentWrong(error as ChildFailure)}`); // no cause: it holds what was printed
    },
  );
  return stdout;
}

function whatWentWrong({ code, stderr }: ChildFailure): string {
  if (code === "ENOENT")
    return "the folder or the command pulumi isn't there: check --cwd, and install the Pulumi CLI (https://www.pulumi.com/docs/install/)";
  const said = typeof stderr === "string" ? stderr.trim().replace(/\s*\n\s*/g, "; ") : "";
  const quoted = [...safe(said)].slice(0, LONGEST_QUOTE).join("");
  return `pulumi ended with ${String(code)}${quoted === "" ? "" : ` and said: ${quoted}`}`;
}
