import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, inject } from "vitest";
import { newSecret } from "../../provider/sandbox/secrets";
import { CHECKOUT } from "../../scripts/engine/project";
import { fakeEngine } from "../support/fake-engine";
import { test } from "../support/temporary-folder";
import type {} from "../support/engine-setup";

/** A secret of the sandbox, or the base64 of one. */
const SECRET = /[\w+/]{48}/;

/** Runs `scripts/demo.ts` with an engine first on PATH, and everything temporary in one folder. */
async function demo(engine: string, temporary: string) {
  await mkdir(temporary);
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    ["--import", "tsx", path.join(CHECKOUT, "scripts", "demo.ts")],
    {
      cwd: CHECKOUT,
      reject: false,
      env: {
        PATH: [engine, inject("engine").folder, process.env["PATH"] ?? ""].join(path.delimiter),
        TMPDIR: temporary,
        TEMP: temporary,
        TSX_DISABLE_CACHE: "1",
        NO_COLOR: "1",
      },
    },
  );
  return { exitCode, stdout, stderr, left: await readdir(temporary) };
}

describe("The demo", () => {
  test("takes its ten steps, shows no secret and leaves nothing behind", async ({ folder }) => {
    const { folder: engine, version } = inject("engine");

    const { exitCode, stdout, stderr, left } = await demo(engine, path.join(folder, "tmp"));

    expect({ exitCode, left }, stderr).toEqual({ exitCode: 0, left: [] });
    const steps = [...stdout.matchAll(/^\[(\d+)\/10\] /gm)].map(([, number]) => Number(number));
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(stdout).toContain(`pulumi v${version}`);
    expect(stdout).toContain("✓ calls with the old secrets are refused (401)");
    expect(stdout).toContain("All of it happened, and was checked.");
    expect(newSecret()).toMatch(SECRET);
    expect(stdout + stderr).not.toMatch(SECRET);
  });

  test("ends at the first step that fails, says why, and leaves nothing behind", async ({ folder }) => {
    const engine = path.join(folder, "engine");
    const { command, version } = inject("engine");
    const fails = `if [ "$1" = up ]; then echo "error: the disk is full" >&2; exit 255; fi; exec '${command}' "$@"`;
    await fakeEngine(engine, version, fails);

    const { exitCode, stdout, stderr, left } = await demo(engine, path.join(folder, "tmp"));

    expect({ exitCode, left }).toEqual({ exitCode: 1, left: [] });
    expect(stderr).toContain("The demo stopped: this should be so, but isn't: pulumi up succeeded");
    expect(stderr).toContain("found: exit code 255\nerror: the disk is full");
    expect(stdout).toContain("[3/10] Set the tenant up");
    expect(stdout).not.toContain("[4/10]");
    expect(stdout + stderr).not.toMatch(SECRET);
  });
});
