import type { Settings } from "../api/connection";

/** The keys of Pulumi's configuration under `apptego:`. */
const NAMES = [
  "tenantId",
  "tokenKey",
  "tokenSecret",
  "baseUrl",
  "contract",
  "integration",
  "log",
  "sealKey",
  "reclaim",
  "rails",
] as const satisfies (keyof Settings)[];

/** What a stack's configuration says of the connection; `get` is given the whole key, such as `apptego:tenantId`. */
export function settingsFrom(get: (key: string) => unknown): Settings {
  const entries = NAMES.map((name) => [name, get(`apptego:${name}`)] as const);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
}
