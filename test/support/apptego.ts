import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { onTestFinished } from "vitest";

const MAIN = join(__dirname, "../../provider/cli/main.ts");

/** A command under way: ended when the test ends, however it ends. */
export function startApptego(...args: string[]) {
  const child = execa("node", ["--import", "tsx", MAIN, ...args], { reject: false });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await child;
  });
  return child;
}

/** The command's exit code and what it printed. */
export async function apptego(...args: string[]) {
  const { exitCode, stdout, stderr } = await startApptego(...args);
  return { exitCode, stdout, stderr };
}

/** The next line that a command prints. */
export async function nextLine(child: ReturnType<typeof startApptego>): Promise<string> {
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, "line"), once(lines, "close")])) as [string?];
  if (line === undefined) throw new Error("The command ended before it printed a line.");
  return line;
}
