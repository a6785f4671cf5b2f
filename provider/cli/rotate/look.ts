import { readFile } from "node:fs/promises";
import path from "node:path";
import picomatch from "picomatch";
import { AppTegoError, ConfigurationError } from "../../api/errors";
import { isoTime } from "../../api/times";
import { connect, type Opened } from "../connect";
import type { CommandContext } from "../context";
import { UsageError } from "../exit-codes";
import type { ConnectionOptions, StackOptions } from "../options";
import { readStacks } from "../stacks/read-stacks";
import type { StackState } from "../stacks/stack-state";
import { type Credential, credentialsOf, type Knowledge } from "./credentials";
import { datesOfStack } from "./stack-dates";

/** What to look at. */
export interface LookOptions extends StackOptions, ConnectionOptions {
  readonly maxAge: number;
  readonly match?: readonly string[];
  readonly file?: string;
}

/** What was seen. */
export interface Look {
  readonly credentials: readonly Credential[];
  readonly known: Knowledge;
  readonly stacks: readonly string[];
  /** Why AppTego couldn't be asked for what the states lack; undefined where it could, or there was no need. */
  readonly unasked?: string;
}

/** The file of TenantAccess in the project's folder, where none is named. */
const DEFAULT_FILE = "tenant.yaml";

const AS_NAMES = { bash: true, dot: true, nobracket: true, noextglob: true, nonegate: true, windows: false };

/**
 * Looks at the credentials of the stacks and states that the options name. AppTego is asked only for ages that no state
 * tells: with one list a kind.
 *
 * @throws UsageError where no stack is named, or the file can't be read; Error when pulumi can't be asked
 */
export async function look(context: CommandContext, options: LookOptions, now: Date): Promise<Look> {
  const states = await readStacks(context, options);
  const { opened, problem } = await openedBy(context, options);
  const asked = await issuedBy(states, opened, problem);
  const file = await fileOf(path.resolve(context.cwd, options.cwd ?? "."), options.file);
  const dates = new Map<string, ReadonlyMap<string, string>>();
  for (const stack of options.stack ?? []) dates.set(stack, await datesOfStack(context, stack, options.cwd));
  const known: Knowledge = {
    ...{ now, maxAge: options.maxAge, issued: asked.issued, dates },
    ...(opened && { ownTokenKey: opened.connection.tokenKey }),
    ...(file && { file }),
  };
  const tests = (options.match ?? []).map((pattern) => picomatch(pattern, { ...AS_NAMES, nocase: true }));
  const isMatch = ({ resource, title, id }: Credential) =>
    tests.length === 0 ||
    tests.some((test) => [resource, title, id].some((text) => text !== "" && test(text)));
  return {
    credentials: credentialsOf(states, known).filter(isMatch),
    known,
    stacks: states.map(({ source }) => source),
    ...(asked.problem !== undefined && { unasked: asked.problem }),
  };
}

/** The connection is needed for some only: without it ages and the token in use may stay unknown. */
async function openedBy(
  context: CommandContext,
  options: ConnectionOptions,
): Promise<{ opened?: Opened; problem?: string }> {
  try {
    return { opened: await connect(context, options) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problem: error.message };
  }
}

async function issuedBy(
  states: readonly StackState[],
  opened: Opened | undefined,
  problem: string | undefined,
): Promise<{ issued: ReadonlyMap<string, string>; problem?: string }> {
  const issued = new Map<string, string>();
  const lacking = new Set(
    states.flatMap(({ resources }) =>
      resources.flatMap(({ type, createdAt, unresolved, pendingDelete }) =>
        createdAt === undefined && !unresolved && !pendingDelete ? [type] : [],
      ),
    ),
  );
  const note = (id: string, seconds: number | null | undefined) => {
    const time = isoTime(seconds);
    if (time !== undefined) issued.set(id, time);
  };
  const wanted = { tokens: lacking.has("ApiToken"), keys: lacking.has("AutomationKey") };
  if (!wanted.tokens && !wanted.keys) return { issued };
  if (opened === undefined) return { issued, ...(problem !== undefined && { problem }) };
  const { tokens, keys } = opened.tenant;
  try {
    if (wanted.tokens)
      for (const { token_key, creation_time } of await tokens.current()) note(token_key, creation_time);
    if (wanted.keys)
      for (const { key_id, creation_time } of await keys.current()) note(key_id, creation_time);
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    return { issued, problem: error.message };
  }
  return { issued };
}

async function fileOf(folder: string, named: string | undefined): Promise<Knowledge["file"]> {
  const name = named ?? DEFAULT_FILE;
  try {
    return { name, text: await readFile(path.resolve(folder, name), "utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (named === undefined && code === "ENOENT") return undefined;
    throw new UsageError(`--file ${name}: it can't be read (${code}). Name another file.`);
  }
}
