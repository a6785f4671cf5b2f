import { once } from "node:events";
import { readdir, utimes } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { lockFolder } from "../../../scripts/engine/lock";
import { test as base } from "../../support/temporary-folder";

const PROGRAM = path.resolve(__dirname, "../../support/find-engine-process.mts");

interface Event {
  readonly kind?: string;
  readonly text?: string;
  readonly getting?: string;
  readonly engine?: { readonly command: string; readonly source: string };
}

/** Another process that looks for an engine. */
function findElsewhere(cache: string) {
  const child = execa(process.execPath, ["--import", "tsx", PROGRAM, cache], {
    stdin: "pipe",
    reject: false,
    buffer: false,
    stderr: "inherit",
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const events: Event[] = [];
  return {
    child,
    events,
    /** The next event for which `wanted` holds. */
    async until(wanted: (event: Event) => unknown): Promise<Event> {
      for (;;) {
        const line = await lines.next();
        if (line.done === true) throw new Error(`the process ended after ${JSON.stringify(events)}`);
        const event = JSON.parse(line.value) as Event;
        events.push(event);
        if (wanted(event)) return event;
      }
    },
    finish: () => child.stdin.write("go on\n"),
  };
}

const test = base.extend<{ elsewhere: () => ReturnType<typeof findElsewhere> }>({
  elsewhere: async ({ folder }, use) => {
    const processes: ReturnType<typeof findElsewhere>[] = [];
    await use(() => {
      const started = findElsewhere(folder);
      processes.push(started);
      return started;
    });
    for (const { child } of processes) {
      child.kill("SIGKILL");
      await child;
    }
  },
});

describe("Two processes that need an engine at once", () => {
  test("get it once: the second waits, says so, and takes it out of the cache", async ({ elsewhere }) => {
    const first = elsewhere();
    await first.until(({ getting }) => getting);
    const second = elsewhere();
    const waiting = await second.until(({ kind }) => kind === "step");
    first.finish();
    const { engine } = await first.until((event) => event.engine);

    expect(waiting.text).toContain("waiting for another process");
    expect(engine).toMatchObject({ source: "go" });
    expect((await second.until((event) => event.engine)).engine).toEqual({ ...engine, source: "cache" });
    expect(second.events.filter(({ getting }) => getting)).toEqual([]);
  });

  test("don't block each other after the first was killed", async ({ elsewhere, folder }) => {
    const first = elsewhere();
    const { getting = "" } = await first.until((event) => event.getting);
    const dead = once(first.child, "exit");
    first.child.kill("SIGKILL");
    await dead;
    expect(await readdir(folder)).toEqual(expect.arrayContaining(["lock", path.basename(getting)]));

    await utimes(lockFolder(folder), new Date(0), new Date(0)); // as if it hadn't been renewed for long
    const second = elsewhere();
    await second.until((event) => event.getting);
    expect(await readdir(folder)).not.toContain(path.basename(getting));

    second.finish();
    expect((await second.until((event) => event.engine)).engine).toMatchObject({ source: "go" });
    expect(await readdir(folder)).toEqual([`fake-1-${process.platform}-${process.arch}`]);
  });
});
