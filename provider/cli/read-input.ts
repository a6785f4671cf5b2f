import { readFile } from "node:fs/promises";
import path from "node:path";
import type { CommandContext } from "./context";
import { UsageError } from "./exit-codes";

/**
 * The text of a file that the command line names; `-` is standard input.
 *
 * @param option how the command line names it, as a message begins: `--since`
 * @throws UsageError where it can't be read
 */
export async function readInput(
  { cwd, readStdin }: CommandContext,
  option: string,
  file: string,
): Promise<string> {
  if (file === "-") return readStdin();
  try {
    return await readFile(path.resolve(cwd, file), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new UsageError(`${option} ${file}: it can't be read (${code}). Name another file.`);
  }
}
