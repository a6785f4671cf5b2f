import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { sync as writeFileAtomic } from "write-file-atomic";
import { z } from "zod";
import { Data } from "./store";

const Kept = z.object({ format: z.literal(1), data: Data });

/** A state file that can't be read or written; the message says what to do. */
export class StateFileError extends Error {
  override readonly name = "StateFileError" as const;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

/** The kept state, or undefined where the file doesn't exist yet. @throws StateFileError */
export function loadState(file: string): Data | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new StateFileError(`Reading the sandbox's state ${file}: it can't be read (${codeOf(error)}).`);
  }
  try {
    return Kept.parse(JSON.parse(text)).data;
  } catch {
    throw new StateFileError(
      `Reading the sandbox's state ${file}: it isn't the state of a sandbox. Name another file, or delete it to start anew.`,
    );
  }
}

/**
 * Writes the state beside the file, waits until the disk has it, and renames it,
 * so that a kill leaves the old state or the new one, whole. @throws StateFileError
 */
export function saveState(file: string, data: Data): void {
  try {
    writeFileAtomic(file, JSON.stringify({ format: 1, data }), { mode: 0o600, fsync: true });
  } catch (error) {
    throw new StateFileError(`Writing the sandbox's state ${file}: it can't be written (${codeOf(error)}).`);
  }
}

/** Removes what a write left beside the file when it was killed: write-file-atomic's `FILE.<digits>`. */
export function removeLeftovers(file: string): void {
  const folder = dirname(file);
  const name = basename(file);
  let beside: string[];
  try {
    beside = readdirSync(folder);
  } catch {
    return; // writing the state will say what is wrong with the folder
  }
  for (const other of beside) {
    const isLeftover = other.startsWith(`${name}.`) && /^\d+$/.test(other.slice(name.length + 1));
    if (isLeftover) rmSync(join(folder, other), { force: true });
  }
}
