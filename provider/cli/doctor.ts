import { Command } from "commander";
import type { CommandContext } from "./context";
import { Exit } from "./exit-codes";
import { withHelp } from "./help";
import { configOption, type ConnectionOptions, type StackOptions, stackOption, stateOption } from "./options";
import { json, type OutputOptions, outputOption, quietOption } from "./terminal/output";
import { fitted } from "./terminal/fitted";

type Options = StackOptions &
  ConnectionOptions &
  OutputOptions & { readonly readOnly?: true; readonly writeContract?: string };

/** `apptego doctor`: whether a token can do its work, and whether the API is as the provider takes it to be. */
export function command(context: CommandContext): Command {
  const { terminal } = context;
  const doctor = new Command("doctor")
    .summary("whether a token can do its work")
    .description(
      "Looks whether everything is in order: credentials, tenant, permissions, limits, clock and TLS, what is assumed of the API, and the state of stacks. It reads alone: it changes neither the tenant nor a state.",
    )
    .addOption(outputOption())
    .option("--read-only", "the token is for looking alone (drift, access, doctor): it needs no permission")
    .option("--write-contract <file>", "write how the API differs from what is assumed, for apptego:contract")
    .action(async (options: Options) => run(context, options));
  stackOption(doctor);
  stateOption(doctor);
  configOption(doctor);
  quietOption(doctor, terminal);
  return withHelp(doctor, [
    ["apptego doctor", "the connection that APPTEGO_… variables lead to"],
    ["apptego doctor --stack prod", "that of a stack, and its state"],
    ["apptego doctor --stack prod --write-contract apptego-contract.yaml", "correct what is assumed wrongly"],
    ["apptego doctor --read-only --output json", "a token for nightly jobs, for a program"],
  ]);
}

async function run(context: CommandContext, options: Options): Promise<void> {
  const { terminal } = context;
  const { examine } = await import("./doctor/examine.js");
  const { exitOf } = await import("./doctor/report.js");
  const { printedMarkdown, printedTable } = await import("./doctor/print-doctor.js");
  terminal.progress().show("Asking AppTego");
  const { report, contractText } = await examine(context, options);
  terminal.progress().end();
  const printed = {
    json: () => json(report),
    markdown: () => printedMarkdown(report),
    table: () => fitted(terminal, printedTable(terminal, report)),
  };
  terminal.print(printed[options.output]());
  if (options.writeContract !== undefined) {
    if (contractText === undefined) terminal.say("Nothing is to be corrected: no contract file is written.");
    else {
      const { writeContract } = await import("./doctor/write-contract.js");
      await writeContract(context.cwd, options.writeContract, contractText);
      terminal.say(
        `${options.writeContract} is written: name it in apptego:contract or APPTEGO_CONTRACT, then run apptego doctor again.`,
      );
    }
  }
  const exit = exitOf(report);
  if (exit !== undefined) throw new Exit(exit);
}
