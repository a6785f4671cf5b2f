import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import type { ProgressEvent } from "../../../scripts/engine/engine";
import { officialInstaller } from "../../../scripts/engine/installer";
import { test as base } from "../../support/temporary-folder";

const env = { PATH: process.env["PATH"] };

/** Installs with an SDK whose `PulumiCommand.install` has that body. */
type Install = (body: string, quietLimitMs?: number) => { got: Promise<string>; progress: ProgressEvent[] };

const test = base.extend<{ install: Install }>({
  install: async ({ folder }, use) => {
    await use((body, quietLimitMs) => {
      const progress: ProgressEvent[] = [];
      const sdk = path.join(folder, "sdk.js");
      const text = `exports.PulumiCommand = { async install({ root }) { ${body} } };`;
      const got = writeFile(sdk, text).then(() =>
        officialInstaller(sdk, quietLimitMs).get(folder, {
          env,
          onProgress: (event) => progress.push(event),
        }),
      );
      return { got, progress };
    });
  },
});

describe("The official installer", () => {
  test("puts the CLI of the SDK's own version into the folder", async ({ install, folder }) => {
    const { got, progress } = install(
      `require("node:fs").writeFileSync(root + "/installed", ""); return { version: "3.238.0", root };`,
    );

    expect(await got).toBe("3.238.0");
    expect(progress[0]).toMatchObject({
      kind: "step",
      text: expect.stringMatching(/^downloading pulumi \d+\./),
    });
    expect(await officialInstaller().key()).toMatch(/^installer-3\.\d+\.\d+$/);
    expect(folder).toBeTruthy();
  });

  test("says why it can't download", async ({ install }) => {
    const { got } = install(
      `throw new Error("Failed to download https://get.pulumi.com/install.sh: fetch failed");`,
    );

    await expect(got).rejects.toMatchObject({
      name: "Unavailable",
      message: "Failed to download https://get.pulumi.com/install.sh: fetch failed",
    });
  });

  test("picks the reason out of a whole command result", async ({ install }) => {
    const { got } = install(
      `throw new Error("code: -2\\n stdout: \\n stderr: curl: (28) error: failed to download v3.238.0\\n err?: x");`,
    );

    await expect(got).rejects.toThrow("stderr: curl: (28) error: failed to download v3.238.0");
  });

  test("is given up when nothing arrives", async ({ install }) => {
    const { got } = install(`setInterval(() => {}, 1000); await new Promise(() => {});`, 20);

    await expect(got).rejects.toThrow("get.pulumi.com sent nothing for 0.02 s");
  });
});
