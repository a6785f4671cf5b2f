import { Command, Option } from "commander";
import type { CommandContext } from "./context";
import { UsageError } from "./exit-codes";
import { withHelp } from "./help";
import { configOption, type ConnectionOptions, type StackOptions, stackOption, stateOption } from "./options";
import { json, type OutputOptions, outputOption, quietOption } from "./terminal/output";
import type { AccessSourceOptions } from "./access/sources";
import { fitted } from "./terminal/fitted";

type Options = StackOptions &
  ConnectionOptions &
  AccessSourceOptions &
  OutputOptions<"table" | "markdown" | "json" | "csv" | "html"> & { readonly permission?: string };

/** `apptego access`: who may do what, and what differs between two views of it. */
export function command(context: CommandContext): Command {
  const { terminal } = context;
  const access = new Command("access")
    .summary("who may do what")
    .description(
      "Shows which users, API tokens and SAML groups hold which of the six permissions: in the tenant, or in the state of stacks. With two of them it shows what differs. It changes nothing.",
    )
    .addOption(outputOption(["table", "markdown", "json", "csv", "html"]))
    .option("--live", "read the tenant; with --stack or --state, show how it differs from them")
    .option("--since <file>", "an earlier `--output json`: show what has changed since")
    .option(
      "--preview <file>",
      "what `pulumi preview --json --show-sames` printed: show who may do what after it; - reads standard input",
    )
    .option("--decrypt", "read what the states hold encrypted; secret names stay hidden")
    .addOption(new Option("--permission <name>", "only who holds this one, as in 'Builds'"))
    .action(async (options: Options) => {
      if (options.output === "html" && terminal.isTerminal)
        throw new UsageError(
          "A page isn't for a terminal: send it to a file, as in apptego access --output html > access.html",
        );
      terminal.print(await printed(context, options));
    });
  stackOption(access);
  stateOption(access);
  configOption(access);
  quietOption(access, terminal);
  return withHelp(access, [
    ["apptego access", "who may do what in the tenant that APPTEGO_… variables lead to"],
    ["apptego access --stack prod", "who may do what by the stack's state; no credentials are needed"],
    ["apptego access --stack prod --live", "how the tenant differs from the stack"],
    [
      "pulumi preview --json --show-sames | apptego access --preview -",
      "who may do what once the change is applied, and what differs",
    ],
    ["apptego access --permission 'Users & API Management'", "who administers the tenant"],
    ["apptego access --output html > access.html", "a page to filter, sort, search and print"],
    [
      "apptego access --since last-quarter.json",
      "who came, went, gained and lost since an earlier --output json",
    ],
  ]);
}

async function printed(context: CommandContext, options: Options): Promise<string> {
  const { terminal } = context;
  const { readSources } = await import("./access/sources.js");
  const { holding, publishedReport, reportOf } = await import("./access/report.js");
  const { after, before } = await readSources(context, options);
  const report = holding(reportOf(after, before, new Date()), options.permission);
  switch (options.output) {
    case "json":
      return json(publishedReport(report));
    case "csv":
      return (await import("./access/print-csv.js")).printedCsv(report);
    case "html":
      return (await import("./access/print-html.js")).printedHtml(report);
    case "markdown":
      return (await import("./access/print-markdown.js")).printedMarkdown(report);
    case "table":
      return fitted(terminal, (await import("./access/print-table.js")).printedTable(terminal, report));
  }
}
