import { readdirSync, readFileSync } from "node:fs";

/** The text of a file of /proc; empty where the process has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The session of a process, by its `/proc/PID/stat`. The name, in brackets, may hold anything. */
export function sessionIn(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[3]);
}

/**
 * The processes of a session, by process id: also those in a group of their own, as the engine's plugins are.
 * Empty on systems without /proc.
 */
export function processesOf(session: number): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && sessionIn(read(`/proc/${name}/stat`)) === session)
    .map(Number);
}
