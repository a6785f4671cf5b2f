import { readdirSync, readFileSync } from "node:fs";

const PROCESSES = "/proc";

function readOr<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise; // the process has ended, or this system shows none
  }
}

/** Takes down the command lines of all processes, which anybody on the machine can read; none where there is no /proc. */
export function watchCommandLines() {
  const seen = new Map<string, string>();
  return {
    look(): void {
      const processes = readOr(() => readdirSync(PROCESSES), []).filter((name) => /^\d+$/.test(name));
      for (const pid of processes) {
        const line = readOr(() => readFileSync(`${PROCESSES}/${pid}/cmdline`, "latin1"), "");
        if (line !== "") seen.set(`the command line of ${pid}: ${line.slice(0, 40)}`, line);
      }
    },
    /** What was seen, by process. */
    seen,
  };
}
