import { rm, symlink } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { executables } from "../../../scripts/engine/engine";
import { engineOnPath, which } from "../../../scripts/engine/on-path";
import { fakeEngine, script } from "../../support/fake-engine";
import { test } from "../../support/temporary-folder";

const { cli, languageHost, dynamicProvider } = executables();
const searching = (...folders: string[]) => ({ PATH: folders.join(path.delimiter) });

describe("The engine on PATH", () => {
  test("is taken with its helpers beside it", async ({ folder }) => {
    await fakeEngine(folder, "3.240.0");

    expect(await engineOnPath(searching(folder))).toMatchObject({
      command: path.join(folder, cli),
      version: "3.240.0",
      source: "path",
    });
  });

  test("may be a link into its installation", async ({ folder }) => {
    await fakeEngine(path.join(folder, "cellar"), "3.240.0");
    const link = path.join(folder, cli);
    await symlink(path.join(folder, "cellar", cli), link);

    expect(await engineOnPath(searching(folder))).toMatchObject({ command: link });
  });

  test("may have its helpers elsewhere on PATH", async ({ folder }) => {
    await fakeEngine(path.join(folder, "helpers"), "3.240.0");
    await script(path.join(folder, "bin", cli), "echo v3.241.0");

    expect(
      await engineOnPath(searching(path.join(folder, "bin"), path.join(folder, "helpers"))),
    ).toMatchObject({
      version: "3.241.0",
    });
  });

  for (const helper of [languageHost, dynamicProvider])
    test(`is refused where ${helper} is missing`, async ({ folder }) => {
      await fakeEngine(folder, "3.240.0");
      await rm(path.join(folder, helper));

      await expect(engineOnPath({ PATH: folder })).rejects.toMatchObject({
        name: "Unavailable",
        message: `for ${path.join(folder, cli)}, ${helper} is neither beside it nor on PATH`,
      });
    });

  test("is refused when it is too old", async ({ folder }) => {
    await fakeEngine(folder, "3.20.0");

    await expect(engineOnPath(searching(folder))).rejects.toMatchObject({
      name: "Unavailable",
      message: expect.stringContaining("3.20.0"),
      expected: false,
    });
  });

  test("is refused when it can't say its version", async ({ folder }) => {
    await fakeEngine(folder, "", "echo broken library >&2; exit 127");

    await expect(engineOnPath(searching(folder))).rejects.toThrow("said broken library");
  });

  test("is no news when it isn't there", async ({ folder }) => {
    await expect(engineOnPath({ PATH: folder })).rejects.toMatchObject({
      name: "Unavailable",
      expected: true,
    });
    await expect(engineOnPath({})).rejects.toMatchObject({ name: "Unavailable", expected: true });
  });
});

describe("which", () => {
  test("passes over folders and files that can't be run", async ({ folder }) => {
    await script(path.join(folder, "one", "tool", "in-a-folder"), "exit 0");
    const tool = await script(path.join(folder, "two", "tool"), "exit 0");

    expect(await which("tool", searching(path.join(folder, "one"), path.join(folder, "two")))).toBe(tool);
  });
});
