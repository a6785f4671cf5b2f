import { PERMISSION_KEYS } from "../../api/permissions";
import type { CommandContext } from "../context";
import { UsageError } from "../exit-codes";
import type { StackOptions } from "../options";
import { pulumiOutput } from "../pulumi-command";
import { readInput } from "../read-input";
import type { Terminal } from "../terminal/terminal";
import { readDeployment } from "./deployment";
import type { StackState } from "./stack-state";

/** How states are read. */
export interface ReadOptions {
  /** Whether secret inputs, such as an e-mail address, are decrypted; they are hidden from the terminal then. */
  readonly decrypt?: boolean;
}

const SHORTEST_SECRET = 8; // hiding "true" or "Builds" would blot out our own words

/**
 * The states of the stacks and files that the options name, in that order; no program is run, and nothing is written.
 *
 * @throws UsageError when the options name none, or standard input twice
 * @throws Error when one can't be read
 */
export async function readStacks(
  context: CommandContext,
  { stack = [], state = [], cwd }: StackOptions,
  { decrypt = false }: ReadOptions = {},
): Promise<StackState[]> {
  if (stack.length + state.length === 0)
    throw new UsageError("No stack is named: add --stack <name>, or --state <file> with what was exported.");
  if (state.filter((file) => file === "-").length > 1)
    throw new UsageError("--state - is given twice, but standard input can be read once.");
  const hide = (value: unknown) => hideStrings(context.terminal, value);
  const read: StackState[] = [];
  for (const name of stack) {
    const args = ["stack", "export", "--stack", name, ...(decrypt ? ["--show-secrets"] : [])];
    const purpose = `Reading the state of the stack ${name}`;
    read.push(readDeployment(name, await pulumiOutput(context, purpose, args, cwd), hide));
  }
  for (const file of state)
    read.push(
      readDeployment(file === "-" ? "standard input" : file, await readInput(context, "--state", file), hide),
    );
  return read;
}

const OUR_WORDS: ReadonlySet<string> = new Set(PERMISSION_KEYS);

function hideStrings(terminal: Terminal, value: unknown): void {
  if (typeof value === "string") {
    if (value.length >= SHORTEST_SECRET && !OUR_WORDS.has(value)) terminal.hide(value);
  } else if (typeof value === "object" && value !== null)
    for (const item of Object.values(value)) hideStrings(terminal, item);
}
