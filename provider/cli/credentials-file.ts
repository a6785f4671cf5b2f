import { readFileSync } from "node:fs";
import { sync as writeFileAtomic } from "write-file-atomic";
import { z } from "zod";
import type { Sandbox, SandboxOptions } from "../sandbox";

const Credentials = z.object({ tokenKey: z.string(), tokenSecret: z.string() });

/** The credential that an earlier start wrote, so that a sandbox with a state file keeps it; nothing where there is none. */
export function readCredentialsFile(file: string): Pick<SandboxOptions, "credential"> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return {}; // the first start: writing it will say what is wrong with the place
  }
  try {
    return { credential: Credentials.parse(JSON.parse(text)) };
  } catch {
    throw new Error(
      `Reading the credentials file ${file}: it isn't one that a sandbox wrote. Name another file, or delete it.`,
    );
  }
}

/** Writes what a client needs, for its owner's eyes only. */
export function writeCredentialsFile(file: string, { url, credentials }: Sandbox): void {
  try {
    writeFileAtomic(file, `${JSON.stringify({ url, ...credentials }, undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new Error(`Writing the credentials file ${file}: it can't be written (${code}).`, {
      cause: error,
    });
  }
}
