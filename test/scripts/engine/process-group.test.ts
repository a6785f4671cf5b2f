import path from "node:path";
import { describe, expect } from "vitest";
import { run, start, untilQuiet } from "../../../scripts/engine/process-group";
import { script } from "../../support/fake-engine";
import { test } from "../../support/temporary-folder";

const env = { PATH: process.env["PATH"] };

describe("A program", () => {
  test("gets its input and only the environment it is given", async ({ folder }) => {
    const tool = await script(
      path.join(folder, "tool"),
      'cat; echo "[$ONLY$HOME]"; echo problem >&2; exit 3',
    );
    const ended = await run(tool, [], { cwd: folder, env: { ...env, ONLY: "this" }, input: "input" });

    expect(ended).toEqual({ exitCode: 3, stdout: "input[this]\n", stderr: "problem\n", problem: undefined });
  });

  test("that can't be started says why", async ({ folder }) => {
    const ended = await run(path.join(folder, "none"), [], { cwd: folder, env });

    expect(ended).toMatchObject({ exitCode: undefined, problem: expect.stringContaining("ENOENT") });
  });

  test("is killed together with what it started, which would keep its output open", async ({ folder }) => {
    const tool = await script(path.join(folder, "tool"), "sleep 1000 & echo started; wait");
    const program = start(tool, [], { cwd: folder, env, onOutput: () => program.kill("SIGKILL") });

    expect(await program.ended).toMatchObject({ exitCode: undefined, stdout: "started\n" });
  });

  test("leaves nothing running behind, which would keep its output open", async ({ folder }) => {
    const tool = await script(path.join(folder, "tool"), "sleep 1000 & echo started");

    expect(await run(tool, [], { cwd: folder, env })).toMatchObject({ exitCode: 0, stdout: "started\n" });
  });

  test("hears an interrupt of ours", async ({ folder }) => {
    const tool = await script(
      path.join(folder, "tool"),
      "trap 'echo saved; exit 5' INT; echo ready; sleep 1000 & wait",
    );
    const before = process.listenerCount("SIGINT");
    const program = start(tool, [], {
      cwd: folder,
      env,
      onOutput: (text) => {
        if (text === "ready\n") process.emit("SIGINT", "SIGINT");
      },
    });

    expect(await program.ended).toMatchObject({ exitCode: 5, stdout: "ready\nsaved\n" });
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

describe("A program that is waited for", () => {
  test("is ended when it gives no sign of life", async ({ folder }) => {
    const tool = await script(path.join(folder, "tool"), "sleep 1000");
    const program = start(tool, [], { cwd: folder, env });

    expect(await untilQuiet(program, () => Promise.resolve("the same"), 20)).toBeUndefined();
  });

  test("goes on while it gives one", async ({ folder }) => {
    const tool = await script(path.join(folder, "tool"), "read line; exit 4");
    let signs = 0;
    const program = start(tool, [], { cwd: folder, env, input: "line\n" });

    expect(await untilQuiet(program, () => Promise.resolve((signs += 1)), 20)).toMatchObject({ exitCode: 4 });
  });
});
