import { Command, InvalidArgumentError } from "commander";
import type { CommandContext } from "./context";
import { Exit, UsageError } from "./exit-codes";
import { withHelp } from "./help";
import type { MaxRemovals } from "./review/rails";
import { collect } from "./options";
import { json, type OutputOptions, outputOption, quietOption } from "./terminal/output";
import { fitted } from "./terminal/fitted";

interface Options extends OutputOptions {
  readonly stack?: string;
  readonly cwd?: string;
  readonly minAdministrators?: number;
  readonly requireAdministrator?: readonly string[];
  readonly maxRemovals?: MaxRemovals;
  readonly expect?: string;
}

function least(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, as in 2.");
  return Number(text);
}

function most(text: string): MaxRemovals {
  const [, number = "", percent] = /^(\d{1,6}(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(number);
  const isRight = number !== "" && (percent === "%" ? value <= 100 : Number.isInteger(value));
  if (!isRight) throw new InvalidArgumentError("It must be a number or a part, as in 5 or 25%.");
  return percent === "%" ? { percent: value } : { count: value };
}

function hash(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new InvalidArgumentError("It must be the 64 hexadecimal digits that a review ends with.");
  return text;
}

/** `apptego review`: who gains and who loses what by a preview, for a person who has ten seconds. */
export function command(context: CommandContext): Command {
  const { terminal } = context;
  const review = new Command("review")
    .summary("who gains and who loses what by a preview")
    .description(
      "Tells who gains and who loses which permission by a change, before it happens: from what `pulumi preview --json --show-sames` printed, or by running that. It needs no credentials of the tenant, and changes nothing.",
    )
    .argument("[preview]", "the file that holds the preview; - reads standard input")
    .addOption(outputOption())
    .option("--stack <name>", "preview this Pulumi stack now, instead of reading a file")
    .option("--cwd <folder>", "the folder of the Pulumi project, instead of this one")
    .option(
      "--min-administrators <number>",
      "refuse a change that takes an active administrator and leaves fewer than so many in the stack",
      least,
    )
    .option(
      "--require-administrator <email>",
      "refuse a change after which this person isn't an administrator; may be given more than once",
      collect,
    )
    .option(
      "--max-removals <number>",
      "refuse a change that removes more than so many, or such a part (25%), of what the stack holds",
      most,
    )
    .option("--expect <hash>", "end with 5 if the change isn't the one whose review had this hash", hash)
    .action(async (file: string | undefined, options: Options) => run(context, file, options));
  quietOption(review, terminal);
  return withHelp(review, [
    ["apptego review --stack prod", "what `pulumi up` would change in prod"],
    [
      "pulumi preview --json --show-sames | apptego review - --output markdown",
      "a comment for a pull request",
    ],
    [
      "apptego review preview.json --min-administrators 2 --max-removals 25%",
      "fail the job where a rail is broken",
    ],
    ["apptego review --stack prod --expect $HASH && pulumi up --stack prod", "apply only what was reviewed"],
  ]);
}

async function run(context: CommandContext, file: string | undefined, options: Options): Promise<void> {
  const { terminal } = context;
  if ((file === undefined) === (options.stack === undefined))
    throw new UsageError(
      "Name either the file of a preview (- for standard input) or --stack, to preview it now.",
    );
  const { readPreview } = await import("./review/read-preview.js");
  const { exitOf, publishedReview, reviewOf } = await import("./review/report.js");
  const preview = readPreview(...(await printed(context, file, options)));
  const report = reviewOf(preview, options);
  switch (options.output) {
    case "json":
      terminal.print(json(publishedReview(report)));
      break;
    case "markdown":
      terminal.print((await import("./review/print-markdown.js")).printedMarkdown(report));
      break;
    case "table":
      terminal.print(
        fitted(terminal, (await import("./review/print-table.js")).printedTable(terminal, report)),
      );
      break;
  }
  const exit = exitOf(report, options.expect);
  if (exit === "changed")
    terminal.warn(
      `This change isn't the one that was reviewed: its hash is ${report.hash}. Review it anew; nothing was applied.`,
    );
  if (exit !== undefined) throw new Exit(exit);
}

async function printed(
  context: CommandContext,
  file: string | undefined,
  { stack, cwd }: Options,
): Promise<[source: string, text: string]> {
  if (file !== undefined) {
    const { readInput } = await import("./read-input.js");
    return [file === "-" ? "standard input" : file, await readInput(context, "The preview", file)];
  }
  const { pulumiOutput } = await import("./pulumi-command.js");
  const name = stack ?? "";
  const progress = context.terminal.progress();
  progress.show(`Previewing ${name}`);
  try {
    const args = ["preview", "--stack", name, "--json", "--show-sames"];
    return [`the stack ${name}`, await pulumiOutput(context, `Previewing the stack ${name}`, args, cwd)];
  } catch (error) {
    // What failed stands in the JSON, which may hold anything.
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${said}. See what \`pulumi preview --stack ${name}\` says.`, { cause: error });
  } finally {
    progress.end();
  }
}
