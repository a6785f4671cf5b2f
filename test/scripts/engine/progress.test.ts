import readline from "node:readline";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reportProgress } from "../../../scripts/engine/progress";

function listen(isTTY: boolean) {
  const plain = new PassThrough();
  const stream = Object.assign(plain, {
    isTTY,
    columns: 120,
    cursorTo: (x: number) => readline.cursorTo(plain, x),
    clearLine: (direction: readline.Direction) => readline.clearLine(plain, direction),
    moveCursor: (x: number, y: number) => readline.moveCursor(plain, x, y),
  });
  let text = "";
  stream.on("data", (data: Buffer) => (text += data.toString()));
  return { stream, lines: () => text.split("\n").filter((line) => line !== ""), text: () => text };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Progress in a log", () => {
  test("is a line a step, and a sign of life every 15 seconds", () => {
    const { stream, lines } = listen(false);
    const { onProgress, stop } = reportProgress(stream);
    onProgress({ kind: "step", text: "building pulumi" });
    vi.advanceTimersByTime(15_000);
    onProgress({ kind: "detail", text: "compiled 7 packages" });
    vi.advanceTimersByTime(60_000);
    onProgress({ kind: "step", text: "putting it away" });
    stop();
    vi.advanceTimersByTime(60_000);

    expect(lines()).toEqual([
      "building pulumi",
      "  building pulumi: 15 s",
      "  building pulumi: compiled 7 packages, 30 s",
      "  building pulumi: compiled 7 packages, 45 s",
      "  building pulumi: compiled 7 packages, 1 min 0 s",
      "  building pulumi: compiled 7 packages, 1 min 15 s",
      "putting it away",
    ]);
  });

  test("is silent when there is nothing to tell", () => {
    const { stream, lines } = listen(false);
    const { stop } = reportProgress(stream);
    vi.advanceTimersByTime(60_000);
    stop();

    expect(lines()).toEqual([]);
  });

  test("keeps its notes", () => {
    const { stream, lines } = listen(false);
    const { onProgress, stop } = reportProgress(stream);
    onProgress({ kind: "step", text: "downloading" });
    onProgress({ kind: "note", text: "the installer can't be used: no network" });
    vi.advanceTimersByTime(60_000);
    stop();

    expect(lines()).toEqual(["downloading", "the installer can't be used: no network"]);
  });
});

describe("Progress on a terminal", () => {
  test("moves in one line and leaves the finished step with its time", () => {
    vi.stubEnv("CI", undefined);
    const { stream, text } = listen(true);
    const { onProgress, stop } = reportProgress(stream);
    onProgress({ kind: "step", text: "building pulumi" });
    onProgress({ kind: "detail", text: "compiled 7 packages" });
    vi.advanceTimersByTime(3_000);
    stop();
    vi.unstubAllEnvs();

    expect(text()).toContain("building pulumi: compiled 7 packages, 3 s");
    expect(text()).toContain("\u001B["); // it draws over itself
  });
});
