import { readFile } from "node:fs/promises";
import { processesOf } from "../scripts/engine/session";

const DYNAMIC_PROVIDER = /cmd[\\/]dynamic-provider/;
const EVERY_MS = 50;

const read = async (file: string) => readFile(file, "utf8").catch(() => ""); // the process may just have ended

/** The most memory that a process ever had, in bytes; undefined where the text doesn't tell. */
export function peakIn(status: string): number | undefined {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
}

async function peakNow(session: number): Promise<number | undefined> {
  for (const pid of processesOf(session)) {
    const [, script = ""] = (await read(`/proc/${pid}/cmdline`)).split("\0");
    if (DYNAMIC_PROVIDER.test(script)) return peakIn(await read(`/proc/${pid}/status`));
  }
  return undefined;
}

/**
 * The most resident memory that the provider process had which the engine of this session starts, in bytes; undefined
 * where it can't be told, as on systems without /proc.
 */
export async function peakUntil(
  ended: Promise<unknown>,
  session: number | undefined,
): Promise<number | undefined> {
  if (process.platform !== "linux" || session === undefined) return undefined;
  let peak: number | undefined;
  const over = new AbortController();
  const end = ended.then(() => over.abort());
  while (!over.signal.aborted) {
    peak = (await peakNow(session)) ?? peak;
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, EVERY_MS))]);
  }
  return peak;
}
