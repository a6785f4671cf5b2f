import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import type { ProgressEvent } from "../../../scripts/engine/engine";
import { Unavailable } from "../../../scripts/engine/engine";
import { EngineNotFound, findEngine, firstOpen, type Getter, type Way } from "../../../scripts/engine/find";
import { fakeEngine } from "../../support/fake-engine";
import { test as base } from "../../support/temporary-folder";

const open = (label: string): Way<string> => ({ label, take: () => Promise.resolve(label) });
const closed = (label: string, reason: string): Way<string> => ({
  label,
  take: () => Promise.reject(new Unavailable(reason)),
});

describe("The first open way", () => {
  const test = base;

  test("is taken, and why the earlier ones are closed is told", async () => {
    expect(await firstOpen([closed("a", "no a"), open("b"), closed("c", "no c")])).toEqual({
      found: "b",
      refusals: [{ label: "a", reason: "no a", expected: false }],
    });
  });

  test("may be none", async () => {
    expect((await firstOpen([closed("a", "no a")])).found).toBeUndefined();
  });

  test("isn't looked for after a fault of ours", async () => {
    const faulty: Way<string> = { label: "a", take: () => Promise.reject(new TypeError("a bug")) };

    await expect(firstOpen([faulty, open("b")])).rejects.toThrow(TypeError);
  });
});

interface Search {
  readonly find: (...getters: Getter[]) => ReturnType<typeof findEngine>;
  readonly got: string[];
  readonly progress: ProgressEvent[];
  readonly onPath: string;
  readonly cacheFolder: string;
}

const test = base.extend<{ search: Search }>({
  search: async ({ folder }, use) => {
    const progress: ProgressEvent[] = [];
    const onPath = path.join(folder, "path");
    const cacheFolder = path.join(folder, "cache");
    await use({
      find: (...getters) =>
        findEngine({
          env: { PATH: onPath },
          cacheFolder,
          getters,
          onProgress: (event) => progress.push(event),
        }),
      got: [],
      progress,
      onPath,
      cacheFolder,
    });
  },
});

function getter({ got }: Search, source: Getter["source"], problem?: Error): Getter {
  return {
    source,
    label: `the ${source}`,
    key: () => Promise.resolve(`${source}-1`),
    async get(staging) {
      got.push(source);
      if (problem) throw problem;
      await fakeEngine(path.join(staging, "bin"), "3.232.0");
      return "3.232.0";
    },
  };
}

describe("The engine", () => {
  test("is the one on PATH where there is one", async ({ search }) => {
    await fakeEngine(search.onPath, "3.240.0");

    expect(await search.find(getter(search, "go"))).toMatchObject({ source: "path", version: "3.240.0" });
    expect(search.got).toEqual([]);
    expect(search.progress).toEqual([]);
  });

  test("is got by the installer, and next time out of the cache", async ({ search }) => {
    const getters = [getter(search, "installer"), getter(search, "go")];
    const first = await search.find(...getters);
    const second = await search.find(...getters);

    expect(first).toMatchObject({ source: "installer", version: "3.232.0" });
    expect(second).toEqual({ ...first, source: "cache" });
    expect(search.got).toEqual(["installer"]);
  });

  test("is built where the installer can't be used, and next time out of the cache", async ({ search }) => {
    const getters = [getter(search, "installer", new Unavailable("no network")), getter(search, "go")];
    await search.find(...getters);

    expect(await search.find(...getters)).toMatchObject({ source: "cache" });
    expect(search.got).toEqual(["installer", "go"]);
    expect(search.progress).toContainEqual({
      kind: "note",
      text: "the installer can't be used: no network",
    });
  });

  test("isn't the one on PATH when that is too old, and the user is told", async ({ search }) => {
    await fakeEngine(search.onPath, "3.2.0");

    expect(await search.find(getter(search, "go"))).toMatchObject({ source: "go" });
    expect(search.progress[0]).toMatchObject({
      kind: "note",
      text: expect.stringContaining("it is version 3.2.0"),
    });
  });

  test("is got again when the cached one was changed", async ({ search }) => {
    const { command } = await search.find(getter(search, "go"));
    await writeFile(command, "something else");

    expect(await search.find(getter(search, "go"))).toMatchObject({ command, source: "go" });
    expect(await search.find(getter(search, "go"))).toMatchObject({ command, source: "cache" });
    expect(search.progress).toContainEqual({
      kind: "note",
      text: expect.stringContaining("is not what was put there"),
    });
  });

  test("leaves nothing half-made behind", async ({ search }) => {
    const problem = new Unavailable("stopped half-way");
    await search.find(getter(search, "installer", problem), getter(search, "go"));

    expect(await readdir(search.cacheFolder)).toEqual([`go-1-${process.platform}-${process.arch}`]);
  });

  test("goes first on PATH", async ({ search }) => {
    const { env, folder } = await search.find(getter(search, "go"));

    expect(env["PATH"]).toBe([folder, search.onPath].join(path.delimiter));
  });
});

describe("Where every way is closed", () => {
  test("one message tells each way, why it is closed, and what to do", async ({ search }) => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { syscall: "write" });
    const found = search.find(
      getter(search, "installer", new Unavailable("get.pulumi.com sent nothing for 20 s")),
      getter(search, "go", full),
    );

    await expect(found).rejects.toThrow(EngineNotFound);
    await expect(found).rejects.toMatchObject({
      message: expect.stringMatching(
        new RegExp(
          [
            "pulumi on PATH: no pulumi is on PATH",
            "the cache \\(installer\\): .* holds none yet",
            "the cache \\(go\\): .* holds none yet",
            "the installer: get.pulumi.com sent nothing for 20 s",
            "the go: ENOSPC: no space left on device, write",
            "Do one of these",
            "https://www.pulumi.com/docs/install/",
          ].join("[^]*"),
        ),
      ),
    });
  });

  test("a cache folder that can't be made is a reason like others", async ({ search }) => {
    await mkdir(path.dirname(search.cacheFolder), { recursive: true });
    await writeFile(search.cacheFolder, "a file in its place");

    await expect(search.find(getter(search, "go"))).rejects.toThrow(/cache folder .* can't be written: /);
    expect(search.got).toEqual([]);
  });
});
