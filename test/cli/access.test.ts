import { describe, expect } from "vitest";
import { environmentOf, runCommand } from "../support/command";
import { recordedState } from "../support/states";
import { test } from "../support/tenant";

const whole = recordedState("whole");

describe("apptego access", () => {
  test("prints who may do what in each form", async ({ sandbox }) => {
    const env = environmentOf(sandbox);
    const outputs = ["table", "markdown", "json", "csv", "html"];
    const printed = await Promise.all(
      outputs.map((output) => runCommand(["access", "--output", output], { env })),
    );

    expect(printed.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(outputs.map(() => [0, ""]));
    expect(printed.map(({ stdout }) => stdout.slice(0, 8))).toEqual([
      expect.stringMatching(/^NAME/),
      "| Name |",
      `{\n  "ver`,
      "tenant,a",
      "<!doctyp",
    ]);
    for (const { stdout } of printed) {
      expect(stdout).toContain("sandbox");
      for (const secret of sandbox.issuedSecrets) expect(stdout).not.toContain(secret);
    }
  });

  test("needs no credentials for a state, and shows nothing secret of it", async () => {
    const { exitCode, stdout } = await runCommand(["access", "--state", "-", "--output", "json"], {
      stdin: whole.text,
    });

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, source: "the state of standard input" });
    expect(stdout).not.toContain(whole.secret);
  });

  test("shows how the tenant differs from a state", async ({ sandbox }) => {
    const world = { env: environmentOf(sandbox), stdin: whole.text };
    const { stdout } = await runCommand(["access", "--state", "-", "--live"], world);

    expect(stdout).toMatch(/Compared to the state of standard input: \d+ new, \d+ gone, \d+ changed\./);
  });

  test("shows those only who hold a permission", async ({ sandbox }) => {
    sandbox.portal.addUser({ email: "alice@acme.test", permissions: ["build_applications"] });
    sandbox.portal.addUser({ email: "bob@acme.test", permissions: ["update_certificates"] });
    const { stdout } = await runCommand(["access", "--permission", "builds"], {
      env: environmentOf(sandbox),
    });

    expect(stdout).toContain("alice@acme.test");
    expect(stdout).not.toContain("bob@acme.test");
  });

  test("sends no page to a terminal, and knows its permissions", async ({ sandbox }) => {
    const env = environmentOf(sandbox);
    const page = await runCommand(["access", "--output", "html"], { env, columns: 80 });
    const wrong = await runCommand(["access", "--permission", "Bilds"], { env });

    expect([page.exitCode, wrong.exitCode]).toEqual([64, 64]);
    expect(page.stderr).toContain("apptego access --output html > access.html");
    expect(wrong.stderr).toContain(`did you mean "Builds"?`);
  });
});
