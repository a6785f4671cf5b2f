import { Command } from "commander";
import type { CommandContext } from "./context";
import { Exit } from "./exit-codes";
import { withHelp } from "./help";
import { configOption, type ConnectionOptions, type StackOptions, stackOption, stateOption } from "./options";
import { maxAge } from "./rotate/max-age";
import { json, type OutputOptions, outputOption, quietOption } from "./terminal/output";
import { fitted } from "./terminal/fitted";

interface Options extends StackOptions, ConnectionOptions, OutputOptions {
  readonly maxAge?: number;
  readonly match?: readonly string[];
  readonly file?: string;
  readonly apply?: true;
}

const DEFAULT_AGE = 90; // days

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `apptego rotate`: which credentials are too old, and with `--apply` the wish for new ones. */
export function command(context: CommandContext): Command {
  const { terminal } = context;
  const rotate = new Command("rotate")
    .summary("which credentials are too old, and the wish for new ones")
    .description(
      "Tells how old the tokens and keys of stacks are. With --apply it writes a changed rotateOn for those that are due, into tenant.yaml or the stack's configuration, so that the next `pulumi up` replaces them. It never changes the tenant itself.",
    )
    .option(
      "--max-age <age>",
      "from which age one is due: days, weeks or years, as in 90d, 12w, 1y (default: 90d)",
      maxAge,
    )
    .option(
      "--match <pattern>",
      "only what has such a name, resource name or id: * and ? as in a shell; may be given more than once",
      collect,
    )
    .option("--file <file>", "the file of TenantAccess, instead of tenant.yaml in the project's folder")
    .option("--apply", "write a changed rotateOn for what is due")
    .addOption(outputOption())
    .action(async (options: Options) => run(context, options));
  stackOption(rotate);
  stateOption(rotate);
  configOption(rotate);
  quietOption(rotate, terminal);
  return withHelp(rotate, [
    ["apptego rotate --stack prod", "what is 90 days old or older; ends with 2 where something is"],
    ["apptego rotate --stack prod --max-age 12w --output markdown", "for an issue or a summary"],
    ["apptego rotate --stack prod --apply && pulumi up --stack prod", "rotate what is due"],
    [
      "apptego rotate --stack prod --max-age 0d --match 'ci*' --apply",
      "after an incident: now, whatever its age",
    ],
  ]);
}

async function run(context: CommandContext, options: Options): Promise<void> {
  const { terminal } = context;
  const { look } = await import("./rotate/look.js");
  const { printedMarkdown, printedTable, reportOf } = await import("./rotate/report.js");

  const now = new Date();
  const age = options.maxAge ?? DEFAULT_AGE;
  terminal.progress().show("Looking at the stacks");
  const seen = await look(context, { ...options, maxAge: age }, now);
  terminal.progress().end();
  const { known, stacks, unasked } = seen;
  let { credentials } = seen;
  if (options.apply) {
    const { requestRotations } = await import("./rotate/apply.js");
    credentials = await requestRotations(context, credentials, known, options.cwd ?? ".");
  }
  const taken = { now, maxAge: age, stacks, applied: options.apply === true };
  const report = reportOf(credentials, taken);
  const printed = {
    json: () => json(report),
    markdown: () => printedMarkdown(report),
    table: () => fitted(terminal, printedTable(terminal, report)),
  };
  terminal.print(printed[options.output]());
  const has = (status: string) => credentials.some((one) => one.status === status);
  if (unasked !== undefined && has("unknown"))
    terminal.warn(`AppTego couldn't be asked when it issued what the state has no date of: ${unasked}`);
  if (has("requested"))
    terminal.say(
      "Where the preview of pulumi up replaces nothing, the program doesn't read the date: see docs/rotate.md.",
    );
  if (has("due") || (has("requested") && !options.apply)) throw new Exit("differs");
  if (unasked !== undefined && has("unknown")) throw new Exit("failed");
}
