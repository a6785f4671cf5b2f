import { EventEmitter, once } from "node:events";
import { describe, expect, test } from "vitest";
import { interruptible, toTheEnd } from "../../provider/pulumi/interrupts";

/** A process that is told to go, and says with what code it went. */
function startProcess() {
  const signals = new EventEmitter();
  const codes: number[] = [];
  const exit = (code: number) => {
    codes.push(code);
    signals.emit("exit");
  };
  const toTheEnd = interruptible({ on: (signal, heard) => signals.on(signal, heard), exit }, 0);
  return { signals, codes, toTheEnd };
}

describe("A provider process that is told to go", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("by %s goes at once while it is idle", (signal, code) => {
    const { signals, codes } = startProcess();
    signals.emit(signal);

    expect(codes).toEqual([code]);
  });

  test("does the changes that are under way first, all of them", async () => {
    const { signals, codes, toTheEnd } = startProcess();
    const work = new EventEmitter();
    const changes = ["first", "second"].map((name) => toTheEnd(async () => once(work, name)));
    signals.emit("SIGTERM");
    expect(codes).toEqual([]);
    work.emit("first", "one");
    expect(await changes[0]).toEqual(["one"]);
    expect(codes).toEqual([]);
    const gone = once(signals, "exit");
    work.emit("second", "two");
    expect(await changes[1]).toEqual(["two"]);
    expect(codes).toEqual([]); // the answer is still on its way
    await gone;

    expect(codes).toEqual([143]);
  });

  test("goes at once when it is told again", () => {
    const { signals, codes, toTheEnd } = startProcess();
    void toTheEnd(async () => new Promise(() => undefined));
    signals.emit("SIGINT");
    signals.emit("SIGINT");

    expect(codes).toEqual([130]);
  });

  test("stays after a change when nobody told it to go, and hands on what the change threw", async () => {
    const { codes, toTheEnd } = startProcess();
    await expect(toTheEnd(async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await new Promise(setImmediate);

    expect(codes).toEqual([]);
  });
});

describe("Any other process", () => {
  test("does a change, and listens to no signal for it", async () => {
    const before = process.listenerCount("SIGTERM");

    expect(await toTheEnd(async () => Promise.resolve(7))).toBe(7);
    expect(process.listenerCount("SIGTERM")).toBe(before);
  });
});
