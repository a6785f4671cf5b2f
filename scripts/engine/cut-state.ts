import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";

async function isJson(file: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}

/**
 * Mends what an engine left that was killed while it saved the state: what the file store notes beside a file may be cut
 * off, and is no loss; of the state itself Pulumi keeps the one before.
 */
export async function restoreCutState(backend: string, stack: string): Promise<void> {
  const folder = path.join(backend, ".pulumi", "stacks");
  const files = (await readdir(folder, { recursive: true })).map((file) => path.join(folder, file));
  for (const file of files.filter((one) => one.endsWith(".attrs"))) if (!(await isJson(file))) await rm(file);
  for (const file of files.filter((one) => one.endsWith(`${stack}.json`)))
    if (!(await isJson(file))) await copyFile(`${file}.bak`, file);
}
