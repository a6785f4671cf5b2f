import * as pulumi from "@pulumi/pulumi";
import { checkSettingNames, resolveConnection } from "../api/connection";
import { settingsFrom } from "./settings";

let found: string | undefined;

/**
 * Makes sure, once a program, that the provider's configuration is complete, before any resource is touched.
 *
 * @throws pulumi.RunError, one message that lists everything that is missing or wrong
 */
export function requireConfiguration(): void {
  const all = pulumi.runtime.allConfig() as Record<string, string>;
  const key = JSON.stringify(Object.entries(all).filter(([name]) => name.startsWith("apptego:")));
  if (found === key) return;
  try {
    const names = Object.keys(all).filter((name) => name.startsWith("apptego:"));
    checkSettingNames(names.map((name) => name.slice("apptego:".length)));
    resolveConnection(settingsFrom((name) => all[name]));
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
  found = key;
}
