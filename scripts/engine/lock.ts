import { mkdir } from "node:fs/promises";
import path from "node:path";
import { lock as acquire } from "proper-lockfile";
import { type OnProgress, Unavailable } from "./engine";

const POLL_MS = 500;

/** A lock that wasn't renewed for so long belongs to a process that was killed, and is broken. */
const STALE_LOCK_MS = 15_000;

/** The lock's folder; its time of change is renewed while its owner lives. */
export const lockFolder = (folder: string) => path.join(folder, "lock");

function code(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/**
 * Runs `action` while no other process does so for the same folder; who comes second waits and says so.
 * @throws Unavailable where the folder can't be written.
 */
export async function alone<T>(folder: string, onProgress: OnProgress, action: () => Promise<T>): Promise<T> {
  const options = {
    lockfilePath: lockFolder(folder),
    stale: STALE_LOCK_MS,
    // After the computer slept another process may have broken our lock. Both finish: each works in a folder of its
    // own, and what is published last stays.
    onCompromised: () => undefined,
  };
  let release: () => Promise<void>;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    release = await acquire(folder, options).catch((error: unknown) => {
      if (code(error) !== "ELOCKED") throw error;
      onProgress({
        kind: "step",
        text: "waiting for another process that is getting the same pulumi engine",
      });
      return acquire(folder, {
        ...options,
        retries: { forever: true, factor: 1, minTimeout: POLL_MS, maxTimeout: POLL_MS },
      });
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Unavailable(`the cache folder ${folder} can't be written: ${reason}`);
  }
  try {
    return await action();
  } finally {
    await release().catch(() => undefined); // it was broken by another process: nothing of ours is left to remove
  }
}
