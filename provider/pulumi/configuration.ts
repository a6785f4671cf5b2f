import * as pulumi from "@pulumi/pulumi";
import { checkSettingNames, resolveConnection } from "../api/connection";
import { ConfigurationError } from "../api/errors";
import { settingsFrom } from "./settings";

const PREFIX = "apptego:";

let found: string | undefined;

/**
 * Makes sure, once a program, that the provider's configuration is complete, before any resource is touched.
 *
 * @throws pulumi.RunError, one message that lists everything that is missing or wrong
 */
export function requireConfiguration(): void {
  const all = pulumi.runtime.allConfig() as Record<string, string>;
  const key = JSON.stringify(Object.entries(all).filter(([name]) => name.startsWith(PREFIX)));
  if (found === key) return;
  const names = Object.keys(all).filter((name) => name.startsWith(PREFIX));
  const problems = [
    ...problemsOf(() => {
      checkSettingNames(names.map((name) => name.slice(PREFIX.length)));
    }),
    ...problemsOf(() => resolveConnection(settingsFrom((name) => all[name]))),
  ];
  if (problems.length > 0) throw new pulumi.RunError(new ConfigurationError(problems).message);
  found = key;
}

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
