import { matrixOfStack } from "../../access/stack-matrix";
import type { CommandContext } from "../context";
import { UsageError } from "../exit-codes";
import type { ConnectionOptions, StackOptions } from "../options";
import { readInput } from "../read-input";
import { AccessReport, matrixOfReport, type Sourced } from "./report";

/** Where the matrix comes from, and what it is compared to. */
export interface AccessSourceOptions {
  readonly live?: true;
  readonly since?: string;
  readonly decrypt?: true;
  readonly preview?: string;
}

type Options = AccessSourceOptions & StackOptions & ConnectionOptions;

async function fromTenant(context: CommandContext, options: Options): Promise<Sourced> {
  const { connect } = await import("../connect.js");
  const { readLive } = await import("./read-live.js");
  const { tenant, connection } = await connect(context, options);
  const { matrix, unread } = await readLive(tenant, connection.tenantId);
  return { matrix, unread, title: "the tenant" };
}

async function fromStacks(context: CommandContext, options: Options): Promise<Sourced> {
  const { readStacks } = await import("../stacks/read-stacks.js");
  const states = await readStacks(context, options, { decrypt: options.decrypt === true });
  return {
    matrix: matrixOfStack(states),
    title: `the state of ${states.map(({ source }) => source).join(", ")}`,
  };
}

async function fromReport(context: CommandContext, file: string): Promise<Sourced> {
  const text = await readInput(context, "--since", file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(
      `--since ${file}: it is no JSON. Name what \`apptego access --output json\` printed.`,
    );
  }
  const { data, error } = AccessReport.safeParse(value);
  if (data === undefined) {
    const [issue] = error.issues;
    const where = `${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "invalid"}`;
    throw new UsageError(
      `--since ${file}: it is no report of this command (${where}). Name what \`apptego access --output json\` printed.`,
    );
  }
  return {
    matrix: matrixOfReport(data),
    title: `${data.source} as of ${data.takenAt.slice(0, 16).replace("T", " ")} UTC`,
    unread: data.unread,
  };
}

async function fromPreview(
  context: CommandContext,
  file: string,
): Promise<{ readonly after: Sourced; readonly before: Sourced }> {
  const { readPreview } = await import("../review/read-preview.js");
  const { accessOf } = await import("../review/access-of.js");
  const source = file === "-" ? "standard input" : file;
  const preview = readPreview(source, await readInput(context, "--preview", file));
  const { before, after } = accessOf(preview);
  const part = preview.isWhole ? "" : " (only what changes: --show-sames lists all)";
  return {
    after: { matrix: after, title: `the stack ${preview.stack} after the preview of ${source}${part}` },
    before: { matrix: before, title: "what it is now" },
  };
}

/**
 * What is to be shown, and what it is compared to.
 *
 * @throws UsageError where the options don't fit together or name what isn't there; and as `connect` and `readStacks` do
 */
export async function readSources(
  context: CommandContext,
  options: Options,
): Promise<{ readonly after: Sourced; readonly before?: Sourced }> {
  const { live, since, config, stack = [], state = [], preview } = options;
  const named = stack.length + state.length > 0;
  if (preview !== undefined) {
    if (named || live === true || config !== undefined || since !== undefined)
      throw new UsageError(
        "--preview holds both sides: leave --stack, --state, --live, --config and --since out.",
      );
    return fromPreview(context, preview);
  }
  const readTenant = live === true || config !== undefined || !named;
  if (since !== undefined && named && readTenant)
    throw new UsageError("The tenant is compared to the stacks or to --since, not to both: leave one out.");
  const earlier = since === undefined ? undefined : await fromReport(context, since);
  if (!readTenant || !named) {
    const after = readTenant ? await fromTenant(context, options) : await fromStacks(context, options);
    return { after, ...(earlier !== undefined && { before: earlier }) };
  }
  const before = await fromStacks(context, options);
  return { after: await fromTenant(context, options), before };
}
