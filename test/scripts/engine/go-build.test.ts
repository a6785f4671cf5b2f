import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { executables, type ProgressEvent } from "../../../scripts/engine/engine";
import { buildNews, goBuild } from "../../../scripts/engine/go-build";
import { script } from "../../support/fake-engine";
import { test } from "../../support/temporary-folder";

const { cli, dynamicProvider } = executables();

/** A `go` that builds a CLI of that version, and knows a folder with the SDK's script. */
async function fakeGo(folder: string, version: string): Promise<{ PATH: string }> {
  const sdk = path.join(folder, "sdk");
  await script(path.join(sdk, "nodejs", "dist", dynamicProvider), "exit 0");
  await script(
    path.join(folder, "go", "go"),
    [
      `echo "$CGO_ENABLED $GOWORK $PWD $*" >> ${folder}/calls`,
      `[ "$1" = list ] && { echo ${sdk}; exit 0; }`,
      `echo "go: downloading example.com/one v1.0.0" >&2; echo example.com/one >&2`,
      `while [ "$1" != -o ]; do shift; done`,
      `printf '#!/bin/sh\\necho v${version}\\n' > "$2"; chmod 755 "$2"`,
    ].join("\n"),
  );
  return { PATH: [path.join(folder, "go"), process.env["PATH"]].join(path.delimiter) };
}

describe("The build from Go modules", () => {
  test("builds what go.mod pins, checked by go.sum, without cgo", async ({ folder }) => {
    const env = await fakeGo(folder, "3.232.0");
    const progress: ProgressEvent[] = [];
    const version = await goBuild.get(folder, { env, onProgress: (event) => progress.push(event) });
    const calls = (await readFile(path.join(folder, "calls"), "utf8")).trim().split("\n");

    expect(version).toBe("3.232.0");
    expect(calls).toEqual([
      expect.stringMatching(/^0 off .*build\/cli build .*-mod=readonly .*Version=v3\.232\.0 .*cmd\/pulumi$/),
      expect.stringMatching(/^0 off .*build\/language-host build .*-mod=readonly .*pulumi-language-nodejs$/),
      expect.stringMatching(/^0 off .*build\/cli list -mod=readonly /),
    ]);
    expect(progress).toContainEqual({
      kind: "step",
      text: "building pulumi 3.232.0 from Go modules (2 to 5 minutes, once)",
    });
    expect(await readFile(path.join(folder, "bin", cli), "utf8")).toContain("v3.232.0");
    expect(await readFile(path.join(folder, "bin", dynamicProvider), "utf8")).toContain("exit 0");
  });

  test("is refused when what was built says another version", async ({ folder }) => {
    const env = await fakeGo(folder, "3.1.0");

    await expect(goBuild.get(folder, { env, onProgress: () => undefined })).rejects.toThrow(
      "the build says that it is 3.1.0, not 3.232.0",
    );
  });

  test("says what the compiler complains about", async ({ folder }) => {
    const complaint = "go: go.mod requires go >= 1.25.8 (running go 1.22.1; GOTOOLCHAIN=local)";
    await script(path.join(folder, "go"), `echo "${complaint}" >&2; exit 1`);

    await expect(
      goBuild.get(folder, { env: { PATH: folder }, onProgress: () => undefined }),
    ).rejects.toMatchObject({
      name: "Unavailable",
      message: expect.stringContaining(complaint),
    });
  });

  test("is closed without Go", async ({ folder }) => {
    await expect(goBuild.get(folder, { env: { PATH: folder }, onProgress: () => undefined })).rejects.toThrow(
      "no go is on PATH",
    );
  });

  test("is cached by the version and by every pin", async () => {
    expect(await goBuild.key()).toMatch(/^go-3\.232\.0-[0-9a-f]{8}$/);
  });
});

describe("News of a build", () => {
  test("are counted over lines that arrive in pieces", () => {
    const news = buildNews();
    news.hear("go: downloading example.com/a v1.0.0\ngo: down");
    news.hear("loading example.com/b v1.0.0\ninternal/abi\n");

    expect(news.hear("example.com/a/v2\n")).toBe(
      "downloaded 2 modules, compiled 2 packages (example.com/a/v2)",
    );
    expect(news.complaints()).toBe("");
  });

  test("keep the last complaints", () => {
    const news = buildNews();
    news.hear("runtime\n# example.com/a\na.go:1:1: undefined: x\nmissing go.sum entry");

    expect(news.complaints()).toBe("# example.com/a; a.go:1:1: undefined: x; missing go.sum entry");
  });
});
