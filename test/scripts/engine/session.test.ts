import { describe, expect, test } from "vitest";
import { start } from "../../../scripts/engine/process-group";
import { processesOf, sessionIn } from "../../../scripts/engine/session";

/** A job of a shell gets a process group of its own (`set -m`), as a plugin of the engine does. */
const WITH_A_GROUP_INSIDE = `set -m; tail -f /dev/null & echo $!; wait`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("A session", () => {
  test("is told by the kernel, whatever the process is called", () => {
    expect(sessionIn("4711 (node) S 1 4700 4699 0 -1")).toBe(4699);
    expect(sessionIn("4711 (a) b ) (c) R 1 4700 4699 0 -1")).toBe(4699);
  });

  test("that nobody is in is empty", () => {
    expect(processesOf(-1)).toEqual([]);
  });

  test("ends with its program: who made a group of its own, too", async () => {
    let heard = (_: number) => {};
    const inner = new Promise<number>((resolve) => (heard = resolve));
    const program = start("bash", ["-c", WITH_A_GROUP_INSIDE], {
      ...{ cwd: ".", env: process.env },
      onOutput: (text) => heard(Number(text)),
    });
    const pid = await inner;
    const known = processesOf(program.pid ?? 0);
    program.kill("SIGKILL");
    await program.ended;

    if (process.platform !== "linux")
      process.kill(pid, "SIGKILL"); // only Linux tells what is in a session
    else expect(known).toEqual([program.pid, pid]);
    while (isAlive(pid)) await new Promise(setImmediate); // a process that was killed is gone when the kernel comes to it
    expect(isAlive(pid)).toBe(false);
  });
});
