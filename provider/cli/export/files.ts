import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeText } from "../drift/write-outputs";

/** What writing a file would come to, or came to. */
export interface FilePlan {
  readonly file: string;
  readonly status: "new" | "same" | "differs";
}

/**
 * Compares what is to be written with what is there.
 *
 * @throws Error when a file is there and can't be read
 */
export async function planFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<FilePlan[]> {
  const plans: FilePlan[] = [];
  for (const [file, text] of Object.entries(files)) {
    const before = await contentOf(folder, file);
    plans.push({ file, status: before === undefined ? "new" : before === text ? "same" : "differs" });
  }
  return plans;
}

async function contentOf(folder: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(path.resolve(folder, file), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT") return undefined;
    throw new Error(
      `Exporting to ${path.join(folder, file)}: it can't be read (${code}). Name another folder.`,
      {
        cause: error,
      },
    );
  }
}

/** Writes what isn't there as it should be. @throws Error that names the file which can't be written */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
  plans: readonly FilePlan[],
): Promise<void> {
  for (const { file, status } of plans)
    if (status !== "same") await writeText({ cwd: folder }, file, files[file] ?? "", "Exporting to");
}
