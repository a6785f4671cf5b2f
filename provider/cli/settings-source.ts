import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { checkSettingNames, type Settings } from "../api/settings";
import type { CommandContext } from "./context";
import { UsageError } from "./exit-codes";
import { pulumiOutput } from "./pulumi-command";

const PREFIX = "apptego:";

const StackConfiguration = z.record(z.string(), z.looseObject({ value: z.string().optional() }));
const FileContent = z.record(z.string(), z.unknown());

/** Paths in settings are meant from where the settings stand. */
function fromFolder(settings: Settings, folder: string): Settings {
  const { contract, log } = settings;
  return {
    ...settings,
    ...(contract && { contract: path.resolve(folder, contract) }),
    ...(log && { log: path.resolve(folder, log) }),
  };
}

/**
 * What the configuration of a stack says under `apptego:`, decrypted, as the provider would get it.
 *
 * @throws Error when pulumi can't be asked
 */
export async function settingsOfStack(
  context: CommandContext,
  stack: string,
  folder?: string,
): Promise<Settings> {
  const purpose = `Reading the configuration of the stack ${stack}`;
  const args = ["config", "--json", "--show-secrets", "--stack", stack];
  const printed: unknown = JSON.parse(await pulumiOutput(context, purpose, args, folder));
  const entries = Object.entries(StackConfiguration.parse(printed)).flatMap(([key, { value }]) =>
    key.startsWith(PREFIX) ? [[key.slice(PREFIX.length), value] as const] : [],
  );
  return fromFolder(Object.fromEntries(entries), path.resolve(context.cwd, folder ?? "."));
}

/**
 * What a YAML or JSON file says: the settings by name, with or without `apptego:`.
 *
 * @throws UsageError when it can't be read or isn't such a file
 * @throws ConfigurationError for names that are no settings
 */
export async function settingsOfFile({ cwd }: CommandContext, file: string): Promise<Settings> {
  const place = path.resolve(cwd, file);
  let content: z.infer<typeof FileContent>;
  try {
    content = FileContent.parse(parse(await readFile(place, "utf8")));
  } catch {
    // What stands in the file may be a secret: nothing of it is quoted.
    throw new UsageError(
      `--config ${file}: it isn't a YAML or JSON file with settings. Write one such as: tenantId: …`,
    );
  }
  if ("config" in content || "encryptionsalt" in content)
    throw new UsageError(
      `--config ${file}: that is a stack's own file. Name the stack instead: --stack <name>`,
    );
  checkSettingNames(Object.keys(content));
  const entries = Object.entries(content).flatMap(([key, value]) =>
    value === null ? [] : [[key.replace(/^apptego:/, ""), textOf(value)] as const],
  );
  return fromFolder(Object.fromEntries(entries), path.dirname(place));
}

/** As Pulumi hands a setting over: an object as JSON. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
