import { appendFile, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { binFolder, publish, readCached } from "../../../scripts/engine/cache";
import { executables } from "../../../scripts/engine/engine";
import { fakeEngine } from "../../support/fake-engine";
import { test as base } from "../../support/temporary-folder";

const { cli, languageHost } = executables();

const test = base.extend<{ cached: string }>({
  cached: async ({ folder }, use) => {
    const staging = path.join(folder, "new");
    await fakeEngine(binFolder(staging), "3.232.0");
    await publish(staging, path.join(folder, "engine"), "3.232.0");
    await use(path.join(folder, "engine"));
  },
});

const manifestOf = (cached: string) => readFile(path.join(cached, "manifest.json"), "utf8");

/** The manifest as it would be, had the file always had its present time. */
async function withTimeOf(file: string, cached: string): Promise<string> {
  const { mtimeMs } = await stat(file);
  const manifest = JSON.parse(await manifestOf(cached)) as { files: { name: string }[] };
  const files = manifest.files.map((one) => (one.name === path.basename(file) ? { ...one, mtimeMs } : one));
  return JSON.stringify({ ...manifest, files });
}

describe("A cached engine", () => {
  test("is recorded with the sha256 of each file", async ({ cached, folder }) => {
    const { version, files } = await readCached(cached);

    expect(version).toBe("3.232.0");
    expect(files.map(({ name }) => name).sort()).toEqual(Object.values(executables()).sort());
    expect(files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    await expect(stat(path.join(folder, "new"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("isn't read again while size and time are as they were", async ({ cached }) => {
    const file = path.join(binFolder(cached), cli);
    await writeFile(file, (await readFile(file, "utf8")).replace("echo", "exit"));
    await writeFile(path.join(cached, "manifest.json"), await withTimeOf(file, cached));

    expect((await readCached(cached)).version).toBe("3.232.0");
  });

  test("is hashed once when only its time has changed", async ({ cached }) => {
    const before = await manifestOf(cached);
    await utimes(path.join(binFolder(cached), cli), new Date(0), new Date(1000));

    expect((await readCached(cached)).version).toBe("3.232.0");

    const after = await manifestOf(cached);
    expect(after).not.toBe(before);
    await readCached(cached);
    expect(await manifestOf(cached)).toBe(after);
  });

  test("is refused when a file has another size", async ({ cached }) => {
    await appendFile(path.join(binFolder(cached), cli), "#");

    await expect(readCached(cached)).rejects.toThrow(
      /pulumi is not what was put there \(sha256 [0-9a-f]{64}\)/,
    );
  });

  test("is refused when a file of the same size has other bytes", async ({ cached }) => {
    const file = path.join(binFolder(cached), cli);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("echo", "exit"));
    await utimes(file, new Date(0), new Date(1000));

    await expect(readCached(cached)).rejects.toThrow("is not what was put there");
  });

  test("is refused when a file is missing", async ({ cached }) => {
    await rm(path.join(binFolder(cached), languageHost));

    await expect(readCached(cached)).rejects.toThrow(`${languageHost} is missing`);
  });

  test.for(["", "{}", '{"version":'])("is refused when its manifest is %j", async (text, { cached }) => {
    await writeFile(path.join(cached, "manifest.json"), text);

    await expect(readCached(cached)).rejects.toThrow("manifest.json is damaged");
  });

  test("is replaced as a whole", async ({ cached, folder }) => {
    await writeFile(path.join(cached, "manifest.json"), "damaged");
    const staging = path.join(folder, "newer");
    await fakeEngine(binFolder(staging), "3.233.0");
    await publish(staging, cached, "3.233.0");

    expect((await readCached(cached)).version).toBe("3.233.0");
  });

  test("is no news when it isn't there", async ({ folder }) => {
    await expect(readCached(path.join(folder, "none"))).rejects.toMatchObject({ expected: true });
  });

  test("is refused when it was published without a helper", async ({ folder }) => {
    const staging = path.join(folder, "new");
    await fakeEngine(binFolder(staging), "3.232.0");
    await rm(path.join(binFolder(staging), languageHost));

    await expect(publish(staging, path.join(folder, "engine"), "3.232.0")).rejects.toThrow(
      `has no ${languageHost}`,
    );
  });
});
