import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { findBrowser, waysToBrowser } from "../../../scripts/browser/find";
import { Unavailable } from "../../../scripts/engine/engine";
import { scratchFolder } from "../../support/connection";

const quiet = () => undefined;

describe("A browser for the page", () => {
  test("is the first that starts; a reason that is news is told", async () => {
    const news: string[] = [];
    const browser = { executablePath: "/opt/chromium", version: "1" };
    const ways = [
      { label: "PATH", take: () => Promise.reject(new Unavailable("none there", true)) },
      { label: "a stub", take: () => Promise.reject(new Unavailable("it doesn't start")) },
      { label: "another", take: () => Promise.resolve(browser) },
    ];

    expect(await findBrowser(({ text }) => news.push(text), ways)).toBe(browser);
    expect(news).toEqual(["a stub: it doesn't start"]);
  });

  test("is asked for in words that help where there is none: nothing is skipped", async () => {
    const ways = [{ label: "PATH", take: () => Promise.reject(new Unavailable("no chromium is on PATH")) }];
    const refused = findBrowser(quiet, ways);

    await expect(refused).rejects.toMatchObject({ name: "BrowserNotFound" });
    await expect(refused).rejects.toThrow(/- PATH: no chromium is on PATH\nDo one of these/);
  });

  test("isn't a stub on PATH that doesn't start", async () => {
    const folder = scratchFolder();
    const stub = path.join(folder, "chromium");
    writeFileSync(stub, "#!/bin/sh\necho 'snap install chromium' >&2; exit 1\n");
    chmodSync(stub, 0o755);
    const [onPath] = waysToBrowser({ PATH: folder }, quiet);

    await expect(onPath?.take()).rejects.toThrow(Unavailable);
    await expect(onPath?.take()).rejects.toThrow(stub);
  });

  test("isn't on a PATH that holds none", async () => {
    const [onPath] = waysToBrowser({ PATH: scratchFolder() }, quiet);

    await expect(onPath?.take()).rejects.toMatchObject({ expected: true });
  });
});
