import { DEFAULT_BASE_URL } from "./contract";
import { didYouMean } from "./did-you-mean";
import { ConfigurationError } from "./errors";

/** The settings as they were given, by configuration or by a program; what is left out comes from the environment. */
export interface Settings {
  readonly tenantId?: string | undefined;
  readonly tokenKey?: string | undefined;
  readonly tokenSecret?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** A file that corrects the contract. */
  readonly contract?: string | undefined;
  /** Who calls: for User-Agent and the call log. */
  readonly integration?: string | undefined;
  /** The file that the call log is appended to. */
  readonly log?: string | undefined;
  /** What issued secrets are sealed with, beside Pulumi's own encryption: 32 bytes in base64. */
  readonly sealKey?: string | undefined;
  /** What keeps people from being locked out: a JSON object. */
  readonly rails?: string | undefined;
  /** Which leftovers of interrupted runs are removed: `recent` (those of the last day, the default), `always` or `never`. */
  readonly reclaim?: string | undefined;
}

/** A setting's variable, and an example of its value. */
export interface Way {
  readonly variable?: string;
  readonly example: string;
  readonly secret?: true;
}

/** Every setting of `apptego:`, and how else it can be given. */
export const SETTINGS = {
  tenantId: { variable: "APPTEGO_TENANT_ID", example: "<32 hexadecimal digits>" },
  tokenKey: { variable: "APPTEGO_TOKEN_KEY", example: "<token key>" },
  tokenSecret: { variable: "APPTEGO_TOKEN_SECRET", example: "<token secret>", secret: true },
  baseUrl: { variable: "APPTEGO_BASE_URL", example: DEFAULT_BASE_URL },
  contract: { variable: "APPTEGO_CONTRACT", example: "apptego-contract.yaml" },
  integration: { example: "<who calls>" },
  log: { variable: "APPTEGO_LOG", example: "apptego-calls.jsonl" },
  sealKey: { variable: "APPTEGO_SEAL_KEY", example: "<32 random bytes in base64>", secret: true },
  rails: { variable: "APPTEGO_RAILS", example: `'{"minAdministrators": 2}'` },
  reclaim: { variable: "APPTEGO_RECLAIM", example: "always" },
} as const satisfies Record<keyof Settings, Way>;

/** A setting's name, without `apptego:`. */
export type SettingName = keyof typeof SETTINGS;

const settingNames = Object.keys(SETTINGS) as SettingName[];

/** What a person does to give a setting. */
export function howToSet(name: SettingName): string {
  const way: Way = SETTINGS[name];
  // A secret on the command line would stand in the shell's history and in the list of processes.
  const command = way.secret
    ? `\`pulumi config set --secret apptego:${name}\` (it asks for the value, or reads it from stdin)`
    : `\`pulumi config set apptego:${name} ${way.example}\``;
  return `set it with ${command}${way.variable === undefined ? "" : ` or the variable ${way.variable}`}`;
}

/** What is said of each name that is no setting, with or without the prefix `apptego:`. */
export function unknownSettings(names: readonly string[]): string[] {
  return names
    .map((name) => name.replace(/^apptego:/, ""))
    .filter((name) => !Object.hasOwn(SETTINGS, name))
    .map(
      (name) =>
        `apptego:${name} is no setting${didYouMean(name, settingNames)}: the settings are ${settingNames.join(", ")}`,
    );
}

/** Throws a ConfigurationError that lists every name which is no setting, with or without the prefix `apptego:`. */
export function checkSettingNames(names: readonly string[]): void {
  const problems = unknownSettings(names);
  if (problems.length > 0) throw new ConfigurationError(problems);
}
