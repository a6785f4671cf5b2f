import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../support/command";
import { scratchFolder } from "../support/connection";
import { previewText, recordedPreview, type StepLike } from "./review/previews";

const stdin = recordedPreview("sames");
const CANARY = "tok_canary_4e1f";

/** Every place of a step that isn't read holds a secret. */
function planted(): string {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  const kept = { ...secret, plaintext: JSON.stringify(CANARY) };
  const values = {
    ...{
      tokenSecret: CANARY,
      authorization: `Bearer ${CANARY}`,
      keySecret: kept,
      note: CANARY,
      rotateOn: { month: CANARY },
    },
    __provider: CANARY,
  };
  const token = (name: unknown, permissions: unknown) => ({ ...values, name, permissions });
  const steps: StepLike[] = [
    {
      op: "replace",
      type: "ApiToken",
      name: "ci",
      before: token("ci", ["build_applications"]),
      after: token("ci", []),
      outputs: values,
    },
    { op: "create", type: "ApiToken", name: "secret", after: token("[secret]", "[secret]") },
    { op: "update", type: "aws:ssm/parameter:Parameter", name: "p", before: values, after: values },
    { op: "delete", type: "AutomationKey", name: "key", before: { ...values, name: "key" } },
  ];
  return previewText(steps, { diagnostics: [{ severity: "info", message: CANARY }], config: { x: CANARY } });
}

describe("apptego review", () => {
  test("reads a preview from a file or standard input, and needs no credentials", async () => {
    const cwd = scratchFolder();
    writeFileSync(path.join(cwd, "preview.json"), stdin);
    const file = await runCommand(["review", "preview.json"], { cwd });
    const piped = await runCommand(["review", "-"], { stdin });

    expect(file).toEqual({
      exitCode: 0,
      stderr: "",
      stdout: expect.stringContaining("2 escalations") as string,
    });
    expect(piped).toEqual(file);
  });

  test.for([
    [["-", "--max-removals", "25%"], 4],
    [["-", "--max-removals", "3"], 0],
    [["-", "--min-administrators", "2"], 0],
    [["-", "--require-administrator", "carol@acme.test"], 4],
    [["-", "--expect", "0".repeat(64)], 5],
    [["-", "--max-removals", "many"], 64],
    [["-", "--max-removals", "101%"], 64],
    [["-", "--min-administrators", "-1"], 64],
    [["-", "--expect", "abc"], 64],
    [[], 64],
    [["-", "--stack", "prod"], 64],
    [["no.json"], 64],
  ] as const)("%j ends with %d", async ([args, exitCode]) => {
    expect(await runCommand(["review", ...args], { stdin, cwd: scratchFolder() })).toMatchObject({
      exitCode,
    });
  });

  test("goes on where the change is the one that was reviewed, whatever else it prints", async () => {
    const { stdout } = await runCommand(["review", "-", "--output", "json"], { stdin });
    const { hash } = JSON.parse(stdout) as { hash: string };

    expect(await runCommand(["review", "-", "--expect", hash], { stdin })).toMatchObject({ exitCode: 0 });
    const changed = await runCommand(["review", "-", "--expect", hash], {
      stdin: recordedPreview("destroy"),
    });
    expect(changed).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining("isn't the one that was reviewed"),
    });
  });

  test("ends with 1 where the preview failed or is none", async () => {
    expect(await runCommand(["review", "-"], { stdin: recordedPreview("failed") })).toMatchObject({
      exitCode: 1,
      stdout: "",
    });
    expect(await runCommand(["review", "-"], { stdin: "x" })).toMatchObject({ exitCode: 1 });
  });

  test.for(["table", "json", "markdown"])("shows no secret as %s", async (output) => {
    const { exitCode, stdout, stderr } = await runCommand(["review", "-", "--output", output], {
      stdin: planted(),
    });

    expect(exitCode).toBe(0);
    expect(stdout).toContain("ci");
    expect(stdout + stderr).not.toContain(CANARY);
    expect(stdout).not.toContain("[secret]");
  });
});
