import { existsSync, readFileSync } from "node:fs";
import { sync as writeFileAtomic } from "write-file-atomic";
import type { SeededToken } from "./seed";
import type { Data } from "./store";

/** What a sandbox keeps over a restart. The credential it hands out is its own, for 127.0.0.1 only. */
export interface Kept {
  readonly data: Data;
  readonly token: SeededToken;
}

/** The kept state, or undefined where the file doesn't exist yet. @throws Error when it isn't a sandbox's state */
export function loadState(file: string): Kept | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept;
  } catch {
    throw new Error(`Reading the sandbox's state ${file}: it isn't JSON. Delete it to start anew.`);
  }
}

/** Writes the state beside the file and renames it, so that a kill leaves the old state or the new one, whole. */
export function saveState(file: string, kept: Kept): void {
  writeFileAtomic(file, JSON.stringify(kept), { mode: 0o600 });
}
