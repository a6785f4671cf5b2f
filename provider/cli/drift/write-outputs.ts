import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { CommandContext } from "../context";

/** Files that a report is written to, beside what is printed. */
export interface FileOptions {
  readonly json?: string;
  readonly markdown?: string;
  readonly junit?: string;
  readonly sarif?: string;
}

function refused(error: unknown, attempt: string, file: string): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return new Error(`${attempt} ${file}: it can't be written (${code}). Name another file.`);
}

/** Writes a file whole; its folders are made. @throws Error that begins with the attempt when it can't be written */
export async function writeText(
  { cwd }: Pick<CommandContext, "cwd">,
  file: string,
  text: string,
  attempt: string,
): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(cwd, file)), { recursive: true });
    await writeFileAtomic(path.resolve(cwd, file), text);
  } catch (error) {
    throw refused(error, attempt, file);
  }
}

/**
 * Writes each text to the file that an option names; folders are made.
 *
 * @param texts by the option's name
 * @throws Error that names the option and the file which can't be written
 */
export async function writeOutputs(
  { cwd }: Pick<CommandContext, "cwd">,
  options: FileOptions,
  texts: Readonly<Record<keyof FileOptions, () => string>>,
): Promise<void> {
  for (const option of Object.keys(texts) as (keyof FileOptions)[]) {
    const file = options[option];
    if (file === undefined) continue;
    await writeText({ cwd }, file, texts[option](), `Writing --${option}`);
  }
}

/**
 * Adds Markdown to the summary of a step of GitHub Actions; nothing where there is none.
 *
 * @throws Error when it can't be written
 */
export async function addToStepSummary(
  { env }: Pick<CommandContext, "env">,
  markdown: string,
): Promise<void> {
  const file = env["GITHUB_STEP_SUMMARY"];
  if (!file) return;
  try {
    await appendFile(file, `${markdown}\n`);
  } catch (error) {
    throw refused(error, "Adding to the step's summary (GITHUB_STEP_SUMMARY)", file);
  }
}
