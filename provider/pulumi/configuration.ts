import * as pulumi from "@pulumi/pulumi";
import { checkSettingNames, resolveConnection } from "../api/connection";
import type { TenantLimits } from "../api/contract";
import { sealKeyFrom } from "../api/seal";
import { ConfigurationError } from "../api/errors";
import { settingsFrom } from "./settings";

const PREFIX = "apptego:";

interface Found {
  readonly key: string;
  readonly limits: TenantLimits;
  readonly sealKey: Buffer | undefined;
}

let found: Found | undefined;

/**
 * Makes sure, once a program, that the provider's configuration is complete, before any resource is touched.
 *
 * @returns how many credentials the tenant may hold
 * @throws pulumi.RunError, one message that lists everything that is missing or wrong
 */
export function requireConfiguration(): TenantLimits {
  return complete().limits;
}

/**
 * The key that opens sealed secrets, 32 bytes; undefined where the program is given none.
 *
 * @throws pulumi.RunError when the configuration is incomplete
 */
export function sealKeyOfProgram(): Buffer | undefined {
  return complete().sealKey;
}

function complete(): Found {
  const all = pulumi.runtime.allConfig() as Record<string, string>;
  const key = JSON.stringify(Object.entries(all).filter(([name]) => name.startsWith(PREFIX)));
  if (found?.key === key) return found;
  const names = Object.keys(all).filter((name) => name.startsWith(PREFIX));
  const problems: string[] = [];
  collecting(problems, () => checkSettingNames(names.map((name) => name.slice(PREFIX.length))));
  const connection = collecting(problems, () => resolveConnection(settingsFrom((name) => all[name])));
  if (problems.length > 0 || connection === undefined)
    throw new pulumi.RunError(new ConfigurationError(problems).message);
  const { limits, sealKey } = connection;
  const { override } = connection.rails ?? {};
  if (override !== undefined)
    void pulumi.log.warn(
      `APPTEGO_OVERRIDE_RAILS lifts apptego:rails for this run, but for the last administrator: ${override}`,
    );
  found = { key, limits, sealKey: sealKey === undefined ? undefined : sealKeyFrom(sealKey) };
  return found;
}

function collecting<Result>(problems: string[], work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
