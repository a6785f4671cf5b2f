import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { CallResult } from "./results";

/** A call that has ended, and whether it showed secrets because it was asked for them. */
export interface RecordedCall extends CallResult {
  readonly reveals: boolean;
}

/** What each call printed, by where it stands, but for those that were asked for secrets. */
export function printed(calls: readonly RecordedCall[]): ReadonlyMap<string, string> {
  const traces = new Map<string, string>();
  for (const [at, { args, stdout, stderr, reveals }] of calls.entries()) {
    if (reveals) continue;
    traces.set(`stdout of call ${at} (${args[0] ?? ""})`, stdout);
    traces.set(`stderr of call ${at} (${args[0] ?? ""})`, stderr);
  }
  return traces;
}

/** Every file below a folder but those below `without`, by its path from the folder; bytes as they are (latin1). */
export async function written(folder: string, without: string): Promise<ReadonlyMap<string, string>> {
  const traces = new Map<string, string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    if (!file.startsWith(without)) traces.set(path.relative(folder, file), await readFile(file, "latin1"));
  }
  return traces;
}
