import { Command } from "commander";
import type { CommandContext } from "./context";
import type { Outcome } from "./drift/find-drift";
import type { FileOptions } from "./drift/write-outputs";
import { Exit, UsageError } from "./exit-codes";
import { withHelp } from "./help";
import { configOption, type ConnectionOptions, type StackOptions, stackOption, stateOption } from "./options";
import { json, type OutputOptions, outputOption, quietOption } from "./terminal/output";
import { fitted } from "./terminal/fitted";

type Options = StackOptions &
  ConnectionOptions &
  OutputOptions &
  FileOptions & {
    readonly github?: true;
    readonly ignoreFile?: string;
    readonly baseline?: string;
    readonly writeBaseline?: string;
    readonly decrypt?: true;
  };

/** `apptego drift`: what differs between the states of stacks and the tenant. */
export function command(context: CommandContext): Command {
  const { terminal } = context;
  const drift = new Command("drift")
    .summary("what differs between stacks and the tenant")
    .description(
      "Compares the state of one or more stacks with the tenant, without running the program: what changed, what is missing, and what the tenant holds that no stack does. It changes nothing, neither the tenant nor a state.",
    )
    .addOption(outputOption())
    .option("--json <file>", "write the report as JSON too")
    .option("--markdown <file>", "write the report as Markdown too, short enough for an issue")
    .option("--junit <file>", "write the report as JUnit XML too")
    .option("--sarif <file>", "write the report as SARIF 2.1.0 too, for code scanning")
    .option(
      "--github",
      "annotations of GitHub Actions on standard error, and the Markdown in the step's summary",
    )
    .option(
      "--ignore-file <file>",
      "rules of what not to report, instead of .apptegoignore beside the project",
    )
    .option("--baseline <file>", "leave out what is known since this file was written, unless it changed")
    .option("--write-baseline <file>", "write all that is found now as known")
    .option("--decrypt", "compare what the states hold encrypted too; pulumi decrypts it")
    .action(async (options: Options) => run(context, options));
  stackOption(drift);
  stateOption(drift);
  configOption(drift);
  quietOption(drift, terminal);
  return withHelp(drift, [
    ["apptego drift --stack prod", "what differs in prod"],
    [
      "apptego drift --stack prod --stack shared --output json",
      "two stacks that share a tenant, for a program",
    ],
    ["pulumi stack export | apptego drift --state -", "a state from elsewhere; the connection is APPTEGO_…"],
    ["apptego drift --stack prod --write-baseline known.json", "accept what is there today"],
    [
      "apptego drift --stack prod --baseline known.json --github --sarif drift.sarif",
      "in a nightly job: what is new since then",
    ],
  ]);
}

async function run(context: CommandContext, options: Options): Promise<void> {
  const { terminal, cwd } = context;
  if (options.baseline !== undefined && options.writeBaseline !== undefined)
    throw new UsageError("--baseline and --write-baseline exclude each other: write it first, then use it.");
  const { connect } = await import("./connect.js");
  const { readStacks } = await import("./stacks/read-stacks.js");
  const { findDrift } = await import("./drift/find-drift.js");
  const { readRules } = await import("./drift/ignore-file.js");
  const { baselineOf, readBaseline, writeBaseline } = await import("./drift/baseline.js");
  const { exitOf, reportOf } = await import("./drift/report.js");
  const path = await import("node:path");

  const now = new Date();
  const project = path.resolve(cwd, options.cwd ?? ".");
  const rulesFolder = options.ignoreFile === undefined ? project : cwd;
  const rules = await readRules(rulesFolder, options.ignoreFile, now.toISOString().slice(0, 10));
  const states = await readStacks(context, options, { decrypt: options.decrypt === true });
  const { tenant } = await connect(context, options);
  const baseline = options.baseline && (await readBaseline(cwd, options.baseline, tenant.id));

  terminal.progress().show("Asking AppTego");
  const look = await findDrift(tenant, states);
  terminal.progress().end();
  const stacks = states.map(({ source }) => source);
  const seen = { tenant: tenant.id, stacks, look, rules, now };
  const report = reportOf({ ...seen, ...(baseline ? { baseline } : {}) });

  const { printedTable } = await import("./drift/print-table.js");
  const { printedMarkdown } = await import("./drift/print-markdown.js");
  const { addToStepSummary, writeOutputs } = await import("./drift/write-outputs.js");
  const { printedJunit } = await import("./drift/print-junit.js");
  const { printedSarif } = await import("./drift/print-sarif.js");
  await writeOutputs(context, options, {
    json: () => `${json(report)}\n`,
    markdown: () => `${printedMarkdown(report)}\n`,
    junit: () => printedJunit(report, look.outcomes),
    sarif: () => printedSarif(report, path.posix.join(options.cwd ?? ".", "Pulumi.yaml")),
  });
  const printed = {
    json: () => json(report),
    markdown: () => printedMarkdown(report),
    table: () => fitted(terminal, printedTable(terminal, report)),
  };
  terminal.print(printed[options.output]());
  if (options.github) {
    const { printedAnnotations } = await import("./drift/print-github.js");
    const annotations = printedAnnotations(report);
    if (annotations !== "") terminal.warn(annotations);
    await addToStepSummary(context, printedMarkdown(report));
  }
  if (options.writeBaseline !== undefined) {
    const isIgnored = (outcome: Outcome) =>
      rules.some(({ isExpired, covers }) => !isExpired && covers(outcome));
    const open = look.outcomes.filter((outcome) => !isIgnored(outcome));
    const known = baselineOf(tenant.id, open, now);
    await writeBaseline(cwd, options.writeBaseline, known);
    terminal.say(`${options.writeBaseline} accepts ${known.accepted.length}: use it with --baseline.`);
    if (report.verdict !== "unknown") return;
  }
  const exit = exitOf(report);
  if (exit !== undefined) throw new Exit(exit);
}
