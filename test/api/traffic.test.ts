import { describe, expect, onTestFinished, test } from "vitest";
import { startOf, trafficTo } from "../../provider/api/traffic";
import { limit } from "../../provider/api/waiting";

describe("Traffic", () => {
  test("is shared by all who call one tenant at one host, and by nobody else", () => {
    const ours = trafficTo("a.test", "1");

    expect(trafficTo("a.test", "1")).toBe(ours);
    expect([trafficTo("a.test", "2"), trafficTo("b.test", "1")]).not.toContain(ours);
  });
});

describe("An attempt", () => {
  /** Starts an attempt of a call that has a minute, with a throttle that answers so; waits take no time but by its clock. */
  async function startWith(answers: number[], heldMs = 0) {
    let time = 0;
    const now = () => time;
    const whole = limit(60_000, "deadline", undefined, () => "cancelled", now);
    onTestFinished(whole.end);
    const wait = async (ms: number) => Promise.resolve((time += ms));
    const throttle = { start: () => answers.shift() ?? 0, accepted: () => undefined, refused: () => 0 };
    const start = await startOf(throttle, whole, heldMs, { now, wait });
    return { start, leftMs: whole.leftMs() };
  }

  test.each([
    ["at once where it may", [], 0, { at: 0, heldMs: 0 }],
    ["after the wait, be it longer than its call's time", [300_000], 0, { at: 300_000, heldMs: 300_000 }],
    ["after one wait and another", [200_000, 100], 5, { at: 200_100, heldMs: 200_105 }],
    ["never where it would wait for more than five minutes", [300_001], 0, { tooLongMs: 300_001, heldMs: 0 }],
    ["never where its call would be held up for more than ten", [60_000], 540_001, { tooLongMs: 60_000 }],
  ])("starts %s, and its call has all of its time left", async (_, answers, heldMs, expected) => {
    const { start, leftMs } = await startWith(answers, heldMs);

    expect(start).toMatchObject(expected);
    expect(leftMs).toBe(60_000);
  });

  test("isn't waited for once its call is cancelled", async () => {
    const { throttle } = trafficTo("c.test", "1");
    throttle.refused(performance.now(), performance.now(), 100_000);
    const cancel = new AbortController();
    const whole = limit(60_000, "deadline", cancel.signal, () => "cancelled");
    onTestFinished(whole.end);
    const start = startOf(throttle, whole, 0);
    cancel.abort();

    await expect(start).rejects.toMatchObject({ name: "AbortError" });
  });
});
