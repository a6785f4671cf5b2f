import { Command, InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "./context";
import type { Kind } from "./drift/kinds";
import { Exit, UsageError } from "./exit-codes";
import type { Form } from "./export/project";
import { withHelp } from "./help";
import { configOption, type ConnectionOptions, type StackOptions, stackOption, stateOption } from "./options";
import { json, type OutputOptions, outputOption, quietOption } from "./terminal/output";
import { fitted } from "./terminal/fitted";

interface Options extends StackOptions, ConnectionOptions, OutputOptions {
  readonly to: Form;
  readonly dir: string;
  readonly name: string;
  readonly kind?: readonly Kind[];
  readonly match?: readonly string[];
  readonly unmanaged?: true;
  readonly dryRun?: true;
  readonly force?: true;
}

const KIND_NAMES: readonly Kind[] = ["user", "token", "mapping", "key"];

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function collectKind(value: string, before: readonly string[] | undefined): readonly string[] {
  if (!KIND_NAMES.some((name) => name === value))
    throw new InvalidArgumentError(`Allowed choices are ${KIND_NAMES.join(", ")}.`);
  return [...(before ?? []), value];
}

/** Pulumi's rule for the names of projects. */
function projectName(text: string): string {
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(text) && text.toLowerCase() !== "apptego") return text;
  throw new InvalidArgumentError(
    "It must be up to 100 letters, digits, dots, hyphens and underscores, and not apptego, which is the provider's configuration.",
  );
}

/** `apptego export`: an existing tenant as a Pulumi program. */
export function command(context: CommandContext): Command {
  const { terminal } = context;
  const kind = new Option(
    "--kind <kind>",
    "only this kind: user, token, mapping or key; may be given more than once",
  ).argParser(collectKind);
  const exporting = new Command("export")
    .summary("an existing tenant as a Pulumi program that takes it over")
    .description(
      "Writes a Pulumi program that declares what the tenant holds, with the ids by which `pulumi up` takes it over: it creates and changes nothing. Where one of the files is there already and differs, nothing is written unless --force is given.",
    )
    .addOption(
      new Option("--to <form>", "a program, or a tenant.yaml that TenantAccess reads")
        .choices(["typescript", "yaml"])
        .default("typescript"),
    )
    .option("--dir <folder>", "where to write the project", ".")
    .option("--name <project>", "the name of the Pulumi project", projectName, "apptego-tenant")
    .addOption(kind)
    .option(
      "--match <pattern>",
      "only what has such a name or id: * and ? as in a shell, case doesn't matter; may be given more than once",
      collect,
    )
    .option("--unmanaged", "only what the stacks of --stack and --state don't hold")
    .option("--dry-run", "say what would be written, and write nothing")
    .option("--force", "replace files that are there and differ")
    .addOption(outputOption())
    .action(async (options: Options) => run(context, options));
  stackOption(exporting);
  stateOption(exporting);
  configOption(exporting);
  quietOption(exporting, terminal);
  return withHelp(exporting, [
    ["apptego export --dir tenant", "the tenant that APPTEGO_… variables lead to, as a TypeScript project"],
    ["apptego export --dir tenant --to yaml", "the same as one tenant.yaml"],
    ["apptego export --dir people --kind user --match '*@acme.test'", "only some of it"],
    ["apptego export --dir rest --stack prod --unmanaged", "what the stack prod doesn't hold yet"],
    ["apptego export --dir tenant --dry-run --output json", "what it would be, for a program"],
  ]);
}

async function run(context: CommandContext, options: Options): Promise<void> {
  const { terminal, cwd } = context;
  const { to: form, dir, name: project, dryRun, force } = options;
  if (options.unmanaged && (options.stack ?? []).length + (options.state ?? []).length === 0)
    throw new UsageError(
      "--unmanaged needs the stacks to compare with: add --stack <name> or --state <file>.",
    );
  const { connect } = await import("./connect.js");
  const { selectObjects } = await import("./export/objects.js");
  const { projectFiles } = await import("./export/project.js");
  const { forYaml } = await import("./export/yaml.js");
  const { planFiles, writeFiles } = await import("./export/files.js");
  const { countsOf, printedMarkdown, printedTable, reportOf } = await import("./export/report.js");
  const path = await import("node:path");

  const isManaged = options.unmanaged ? await managedBy(context, options) : undefined;
  const { tenant } = await connect(context, options);
  terminal.progress().show("Asking AppTego");
  const { kind: kinds, match } = options;
  const read = await selectObjects(tenant, {
    ...(kinds && { kinds }),
    ...(match && { match }),
    ...(isManaged && { isManaged }),
  });
  terminal.progress().end();
  const selection = form === "yaml" ? forYaml(read) : read;
  if (selection.objects.length === 0)
    throw new Error(
      `Exporting the tenant ${tenant.id}: nothing matches, so nothing was written. Check --kind, --match and --unmanaged.`,
    );

  const folder = path.resolve(cwd, dir);
  const files = projectFiles(form, selection, { project, tenantId: tenant.id });
  const plans = await planFiles(folder, files);
  const inTheWay = plans.filter(({ status }) => status === "differs").map(({ file }) => file);
  const written = dryRun !== true && (inTheWay.length === 0 || force === true);
  if (written) await writeFiles(folder, files, plans);

  const report = reportOf(selection, { tenant: tenant.id, form, folder: dir, written, files: plans });
  const printed = {
    json: () => json(report),
    markdown: () => printedMarkdown(report),
    table: () => fitted(terminal, printedTable(report)),
  };
  terminal.print(printed[options.output]());
  if (written) {
    terminal.say(
      `To take over ${countsOf(report)}: npm install, pulumi stack init, pulumi config set apptego:tenantId ${tenant.id} (tokenKey and, with --secret, tokenSecret likewise), pulumi up.`,
    );
    return;
  }
  if (dryRun) return;
  terminal.warn(
    `Nothing was written: ${inTheWay.join(", ")} ${inTheWay.length === 1 ? "is" : "are"} there and would be replaced. Add --force, or name another folder by --dir.`,
  );
  throw new Exit("differs");
}

async function managedBy(context: CommandContext, options: Options) {
  const { readStacks } = await import("./stacks/read-stacks.js");
  const { kindOfType } = await import("./drift/kinds.js");
  const states = await readStacks(context, options);
  const held = new Set(
    states.flatMap(({ resources }) => resources.map(({ type, id }) => `${kindOfType(type)} ${id}`)),
  );
  return (kind: Kind, id: string) => held.has(`${kind} ${id}`);
}
