import * as pulumi from "@pulumi/pulumi";
import { checkSettingNames, resolveConnection } from "../api/connection";
import type { TenantLimits } from "../api/contract";
import { ConfigurationError } from "../api/errors";
import { settingsFrom } from "./settings";

const PREFIX = "apptego:";

let found: { readonly key: string; readonly limits: TenantLimits } | undefined;

/**
 * Makes sure, once a program, that the provider's configuration is complete, before any resource is touched.
 *
 * @returns how many credentials the tenant may hold
 * @throws pulumi.RunError, one message that lists everything that is missing or wrong
 */
export function requireConfiguration(): TenantLimits {
  const all = pulumi.runtime.allConfig() as Record<string, string>;
  const key = JSON.stringify(Object.entries(all).filter(([name]) => name.startsWith(PREFIX)));
  if (found?.key === key) return found.limits;
  const names = Object.keys(all).filter((name) => name.startsWith(PREFIX));
  const problems: string[] = [];
  collecting(problems, () => checkSettingNames(names.map((name) => name.slice(PREFIX.length))));
  const connection = collecting(problems, () => resolveConnection(settingsFrom((name) => all[name])));
  if (problems.length > 0 || connection === undefined)
    throw new pulumi.RunError(new ConfigurationError(problems).message);
  found = { key, limits: connection.limits };
  return connection.limits;
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
