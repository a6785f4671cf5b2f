import { homedir } from "node:os";
import path from "node:path";
import type { Contract, TenantLimits } from "./contract";
import { DEFAULT_BASE_URL } from "./contract";
import { type ContractFile, loadContractFile } from "./contract-file";
import { ConfigurationError } from "./errors";
import { type Rails, readRails, reasonProblem } from "./rail-settings";
import { createRedactor } from "./redact";
import {
  baseUrlProblem,
  integrationProblem,
  isReclaim,
  type Reclaim,
  reclaimProblem,
  sealKeyProblem,
  tenantIdProblem,
  tokenKeyProblem,
  tokenSecretProblem,
} from "./setting-rules";
import { howToSet, SETTINGS, type SettingName, type Settings, unknownSettings, type Way } from "./settings";

export { checkSettingNames, SETTINGS, type Settings } from "./settings";

/** Everything that a client needs, checked. */
export interface Connection {
  readonly tenantId: string;
  readonly tokenKey: string;
  readonly tokenSecret: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly integration: string;
  readonly contract: Contract;
  readonly limits: TenantLimits;
  /** How long AppTego may still do what it was asked for: milliseconds; 90,000 where it is left out. */
  readonly lateMs?: number;
  readonly logFile?: string;
  /** 32 bytes in base64. */
  readonly sealKey?: string;
  readonly rails?: Rails;
  /** `recent` where it is left out. */
  readonly reclaim?: Reclaim;
}

/** The variable that lifts the rails for one run: its value is the reason. No setting, so that no stack holds it. */
const OVERRIDE = "APPTEGO_OVERRIDE_RAILS";

/** Who calls, where nobody said. */
const DEFAULT_INTEGRATION = "pulumi";

/** The value of the Authorization header: one line of base64 of `key:secret` in UTF-8. Source: seed, "API Token". */
export function authorizationHeader(tokenKey: string, tokenSecret: string): string {
  return `Bearer ${Buffer.from(`${tokenKey}:${tokenSecret}`, "utf8").toString("base64")}`;
}

/**
 * The settings, completed from the environment and checked.
 * Throws ONE ConfigurationError that lists all that is missing or wrong and how to set it, without any secret.
 */
export function resolveConnection(settings: Settings, env: NodeJS.ProcessEnv = process.env): Connection {
  const problems = unknownSettings(Object.keys(settings));

  const given = (name: SettingName): string | undefined => {
    const { variable }: Way = SETTINGS[name];
    return settings[name] ?? ((variable === undefined ? undefined : env[variable]) || undefined);
  };
  const labelOf = (name: SettingName): string =>
    settings[name] === undefined
      ? ((SETTINGS[name] as Way).variable ?? `apptego:${name}`)
      : `apptego:${name}`;
  const checked = (
    name: SettingName,
    problemWith: (value: string) => string | undefined,
    fallback?: string,
  ): string => {
    const value = given(name) ?? fallback;
    const problem = value === undefined ? "is missing" : problemWith(value);
    const how = value === undefined || value === "" ? `: ${howToSet(name)}` : "";
    if (problem !== undefined)
      problems.push(`${value === undefined ? `apptego:${name}` : labelOf(name)} ${problem}${how}`);
    return value ?? "";
  };
  const file = (value: string): string | undefined =>
    value.trim() === "" ? "is empty: name a file" : undefined;

  const tenantId = checked("tenantId", tenantIdProblem);
  const tokenKey = checked("tokenKey", tokenKeyProblem);
  const tokenSecret = checked("tokenSecret", tokenSecretProblem);
  const baseUrl = checked("baseUrl", baseUrlProblem, DEFAULT_BASE_URL);
  const integration = checked("integration", integrationProblem, DEFAULT_INTEGRATION);
  const logFile = given("log") === undefined ? undefined : checked("log", file);
  const sealKey = given("sealKey") === undefined ? undefined : checked("sealKey", sealKeyProblem);
  const reclaim = given("reclaim") === undefined ? "" : checked("reclaim", reclaimProblem);
  const contractFile = given("contract") === undefined ? undefined : checked("contract", file);

  const { rails, problems: railProblems } = readRails(given("rails"), labelOf("rails"));
  problems.push(...railProblems);
  const override = env[OVERRIDE];
  const badReason = override === undefined ? undefined : reasonProblem(override);
  if (badReason !== undefined) problems.push(`the variable ${OVERRIDE} ${badReason}`);

  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0") {
    problems.push(
      "the variable NODE_TLS_REJECT_UNAUTHORIZED is 0, which lets anybody on the network read the credentials: unset it, and name your own authority in NODE_EXTRA_CA_CERTS",
    );
  }

  const corrections = contractFile === "" ? undefined : contractFile;
  let known: ContractFile | undefined;
  try {
    known = loadContractFile(corrections);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
  }

  if (problems.length > 0 || known === undefined) {
    const redactor = createRedactor(); // the secret may have been pasted into another setting
    redactor.learn(tokenSecret);
    if (sealKey !== undefined) redactor.learn(sealKey);
    throw new ConfigurationError(problems.map((problem) => redactor.clean(problem)));
  }
  return {
    tenantId,
    tokenKey,
    tokenSecret,
    baseUrl: baseUrl.replace(/\/+$/, ""),
    integration,
    ...known,
    rails: override === undefined ? rails : { ...rails, override: override.trim() },
    ...(logFile === undefined ? {} : { logFile }),
    ...(sealKey === undefined ? {} : { sealKey }),
    ...(isReclaim(reclaim) ? { reclaim } : {}),
  };
}

/** The folder of the file where `pulumi login` keeps which backend was chosen. */
export function loginFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env["PULUMI_CREDENTIALS_PATH"] || env["PULUMI_HOME"] || path.join(homedir(), ".pulumi");
}

/** The backend that holds the stack's state, where the environment names one. */
export function backendUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env["PULUMI_BACKEND_URL"] || undefined;
}
