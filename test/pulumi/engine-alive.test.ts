import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  EngineGone,
  engineAddress,
  engineOfProcess,
  isGone,
  watchEngine,
} from "../../provider/pulumi/engine-alive";

const HOST = "/app/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
const NEVER_MS = 1_000_000;
const [SOME_PORT, DISCARD] = [45_425, 9]; // nothing is listened to there

/** Something that listens, as an engine does, until it is ended. */
async function startEngine() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const end = async () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(end);
  return { address: { host: "127.0.0.1", port: (server.address() as AddressInfo).port }, end };
}

describe("The engine's address", () => {
  test.each([
    ["/usr/bin/node", HOST, "127.0.0.1:45425"],
    ["node.exe", "C:\\app\\@pulumi\\pulumi\\cmd\\dynamic-provider\\index.js", "127.0.0.1:45425", "more"],
    ["bun", "/app/@pulumi/pulumi/cmd/dynamic-provider", "127.0.0.1:45425"],
  ])("is the argument of Pulumi's host of dynamic providers: %s %s %s", (...argv) => {
    expect(engineAddress(argv)).toEqual({ host: "127.0.0.1", port: SOME_PORT });
  });

  test("may be one of IPv6", () => {
    expect(engineAddress(["node", HOST, "[::1]:45425"])).toEqual({ host: "::1", port: SOME_PORT });
  });

  test.each([
    ["a program", ["node", "/app/@pulumi/pulumi/cmd/run/index.js", "127.0.0.1:45425"]],
    ["no argument", ["node", HOST]],
    ["another machine", ["node", HOST, "10.0.0.7:45425"]],
    ["something else", ["node", HOST, "unix:/tmp/engine.sock"]],
  ])("isn't known where there is %s", (_, argv) => {
    expect(engineAddress(argv)).toBeUndefined();
  });

  test("isn't known in the process of a test, so that nothing is watched", () => {
    expect(engineOfProcess()).toBeUndefined();
  });
});

describe("An engine", () => {
  test("lives while it listens, and is gone when connections are refused", async () => {
    const { address, end } = await startEngine();
    expect(await isGone(address)).toBe(false);
    await end();

    expect(await isGone(address)).toBe(true);
  });

  test("isn't taken for gone after any other trouble", async () => {
    expect(await isGone({ host: "255.255.255.255", port: DISCARD })).toBe(false);
  });
});

describe("A watch over an engine", () => {
  test("lets writes pass while the engine lives, and none afterwards", async () => {
    const { address, end } = await startEngine();
    const onGone = vi.fn();
    const watch = watchEngine(address, { everyMs: NEVER_MS, onGone });
    onTestFinished(watch.end);
    await watch.beforeWrite();
    expect(watch.signal.aborted).toBe(false);
    await end();

    await expect(watch.beforeWrite()).rejects.toThrow(EngineGone);
    await expect(watch.beforeWrite()).rejects.toThrow("is gone, so nobody could save what comes of it");
    expect(watch.signal.aborted).toBe(true);
    expect(onGone).toHaveBeenCalledTimes(1);
  });

  test("notices by itself that the engine is gone, so that waits end", async () => {
    const { address, end } = await startEngine();
    const onGone = vi.fn();
    const watch = watchEngine(address, { everyMs: 1, onGone });
    onTestFinished(watch.end);
    const aborted = once(watch.signal, "abort");
    await end();
    await aborted;

    expect(watch.signal.reason).toBeInstanceOf(EngineGone);
    expect(onGone).toHaveBeenCalledTimes(1);
  });

  test("takes a hundred listeners without a warning", async () => {
    const { address } = await startEngine();
    const warned = vi.fn();
    process.on("warning", warned);
    onTestFinished(() => void process.off("warning", warned));
    const watch = watchEngine(address, { everyMs: NEVER_MS });
    onTestFinished(watch.end);
    for (let listeners = 0; listeners < 100; listeners += 1)
      watch.signal.addEventListener("abort", () => undefined);
    await new Promise(setImmediate);

    expect(warned).not.toHaveBeenCalled();
  });
});
