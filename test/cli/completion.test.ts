import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../provider/cli/commands";
import { runCommand } from "../support/command";
import { scratchFile, scratchFolder } from "../support/connection";

/** What a real bash offers after these words, the last of them being typed. */
async function offered(script: string, ...words: string[]): Promise<string[]> {
  const { stdout } = await execa(
    "bash",
    [
      ...["--norc", "--noprofile", "-c"],
      `set -u
source "$0"
COMP_WORDS=(apptego "$@") COMP_CWORD=$#
_apptego
printf '%s\\n' "\${COMPREPLY[@]+"\${COMPREPLY[@]}"}"`,
      ...[script, ...words],
    ],
    { cwd: scratchFolder() },
  );
  return stdout.split("\n").filter(Boolean);
}

async function bashScriptFile(): Promise<string> {
  const { exitCode, stdout } = await runCommand(["completion", "bash"]);
  expect(exitCode).toBe(0);
  return scratchFile("completion.bash", stdout);
}

describe("apptego completion bash, in a real bash,", () => {
  test("offers every command, and those that begin as typed", async () => {
    const script = await bashScriptFile();

    expect(await offered(script, "")).toEqual([...Object.keys(COMMANDS), "--help", "--version"]);
    expect(await offered(script, "sand")).toEqual(["sandbox"]);
  });

  test("offers a command's options, their choices, and its words", async () => {
    const script = await bashScriptFile();

    expect(await offered(script, "sandbox", "--p")).toEqual(["--port", "--plan"]);
    expect(await offered(script, "sandbox", "--port", "0", "--plan", "")).toEqual([
      "FREE",
      "TEAM",
      "ENTERPRISE",
    ]);
    expect(await offered(script, "completion", "")).toEqual(["bash", "zsh", "fish", "-h", "--help"]);
  });

  test("leaves files to bash where a value may be anything", async () => {
    const script = await bashScriptFile();

    expect(await offered(script, "sandbox", "--seed", "")).toEqual([]);
    expect((await execa("bash", ["-c", `source "$0"; complete -p apptego`, script])).stdout).toBe(
      "complete -o default -F _apptego apptego",
    );
  });

  test("runs nothing that stands on the command line", async () => {
    const script = await bashScriptFile();
    const file = `${scratchFolder()}/was-run`;

    await offered(script, "sandbox", "--seed", `$(touch ${file})`, "`touch " + file + "`");
    await offered(script, `$(touch ${file})`, "");

    await expect(execa("test", ["-e", file])).rejects.toMatchObject({ exitCode: 1 });
  });
});

describe("apptego completion", () => {
  test.each(["bash", "zsh", "fish"])("for %s names every command", async (shell) => {
    const { exitCode, stdout, stderr } = await runCommand(["completion", shell]);

    expect([exitCode, stderr]).toEqual([0, ""]);
    for (const name of Object.keys(COMMANDS)) expect(stdout).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test("knows no other shell", async () => {
    const { exitCode, stderr } = await runCommand(["completion", "csh"]);

    expect(exitCode).toBe(64);
    expect(stderr).toContain("Allowed choices are bash, zsh, fish.");
  });
});
