import { mkdtemp, realpath, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test as base } from "vitest";

/** vitest's `test` with `folder`, an empty folder that is removed when the test ends. */
export const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "pulumi-apptego-test-")));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});
