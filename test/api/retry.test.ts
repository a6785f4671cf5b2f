import { describe, expect, test } from "vitest";
import type { Effect } from "../../provider/api/contract";
import type { Failure } from "../../provider/api/errors";
import { decideRetry, DEFAULT_POLICY, retryAdvice, retryAfterMs } from "../../provider/api/retry";
import type { Attempt } from "../../provider/api/retry";

const failed = (more: Partial<Failure> = {}): Failure => ({
  operation: "getUsers",
  kind: "server",
  outcome: "ambiguous",
  ...more,
});
const decide = (more: Partial<Attempt>) =>
  decideRetry({
    effect: "read",
    failure: failed(),
    made: 1,
    throttled: 0,
    remainingMs: 60_000,
    heldMs: 0,
    random: 1,
    ...more,
  });

describe("Another attempt", () => {
  test.each<[Effect, Failure["outcome"], boolean]>([
    ["read", "notApplied", true],
    ["read", "ambiguous", true],
    ["read", "rejected", false],
    ["idempotent", "notApplied", true],
    ["idempotent", "ambiguous", true],
    ["idempotent", "rejected", false],
    ["create", "notApplied", true],
    ["create", "ambiguous", false],
    ["create", "rejected", false],
  ])("of a %s that was %s: %s", (effect, outcome, again) => {
    expect(decide({ effect, failure: failed({ outcome }) }).again).toBe(again);
  });

  test("is made three times at most", () => {
    expect([1, 2, 3, 4].map((made) => decide({ made }).again)).toEqual([true, true, true, false]);
  });

  test("isn't spent where AppTego throttled one, twenty times at most", () => {
    const failure = failed({ kind: "rateLimit", outcome: "notApplied" });
    const after = [1, 19, 20, 21].map((throttled) => decide({ failure, made: throttled, throttled }).again);

    expect(after).toEqual([true, true, true, false]);
    expect([12, 13, 14].map((made) => decide({ made, throttled: 10 }).again)).toEqual([true, true, false]);
  });

  test("waits up to twice as long each time, but never over 20 s", () => {
    const policy = { ...DEFAULT_POLICY, attempts: 10 };
    const waits = [1, 2, 3, 4, 9].map((made) =>
      decideRetry(
        { effect: "read", failure: failed(), made, throttled: 0, remainingMs: 60_000, heldMs: 0, random: 1 },
        policy,
      ),
    );

    expect(waits).toMatchObject([200, 400, 800, 1_600, 20_000].map((waitMs) => ({ waitMs })));
  });

  test("waits any time from none up, so that many clients don't come back together", () => {
    expect([0, 0.25, 0.5].map((random) => decide({ random }))).toMatchObject([
      { waitMs: 0 },
      { waitMs: 50 },
      { waitMs: 100 },
    ]);
  });

  test("waits longer where there were too many calls", () => {
    const failure = failed({ kind: "rateLimit", outcome: "notApplied" });

    expect(decide({ failure })).toMatchObject({ again: true, waitMs: 1_000 });
  });

  test("waits for what AppTego asks, be it more or less than ours, but never for nothing", () => {
    const after = (retryAfterMs: number) => decide({ failure: failed({ retryAfterMs }) });

    expect([30_000, 1, 0].map(after)).toMatchObject(
      [30_000, 1, 200].map((waitMs) => ({ again: true, waitMs })),
    );
  });

  test("isn't waited for where the deadline would pass first", () => {
    const failure = failed({ retryAfterMs: 86_400_000 });

    expect(decide({ failure })).toEqual({ again: false, waitMs: 86_400_000, tooLong: true });
    expect(decide({ remainingMs: 100 })).toEqual({ again: false, waitMs: 200, tooLong: false });
    expect(decide({ remainingMs: 200 })).toEqual({ again: true, waitMs: 200, tooLong: false }); // it just fits
  });

  test.each([
    ["missing", undefined, 1_000, true, false],
    ["0", 0, 1_000, true, false],
    ["a date of now", "Tue, 01 Jan 2030 12:00:00 GMT", 1_000, true, false],
    ["a date that is over", "Tue, 01 Jan 2030 11:00:00 GMT", 1_000, true, false],
    ["a date in 60 s", "Tue, 01 Jan 2030 12:01:00 GMT", 60_000, true, false],
    ["60", 60, 60_000, true, false],
    ["300", 300, 300_000, true, false],
    ["400", 400, 400_000, false, true],
  ])("of a throttled call, with Retry-After %s", (_, header, waitMs, again, tooLong) => {
    const asked = retryAfterMs(header?.toString(), undefined, Date.parse("2030-01-01T12:00:00Z"));
    const failure = failed({ kind: "rateLimit", outcome: "notApplied", retryAfterMs: asked });

    expect(decide({ failure, remainingMs: 0 })).toEqual({ again, waitMs, tooLong });
  });

  test("of a throttled call isn't waited for once it was held up for ten minutes in all", () => {
    const failure = failed({ kind: "rateLimit", outcome: "notApplied", retryAfterMs: 60_000 });

    expect([540_000, 540_001].map((heldMs) => decide({ failure, heldMs }))).toMatchObject([
      { again: true },
      { again: false, tooLong: true },
    ]);
  });

  test.each([
    ["that AppTego refuses for good", { outcome: "rejected" }, "read"],
    ["that may have been made", { outcome: "ambiguous" }, "create"],
    ["that was made too often", { outcome: "notApplied" }, "read"],
  ] as const)("is given up %s, but others wait all the same", (_, more, effect) => {
    const failure = failed({ kind: "rateLimit", ...more, retryAfterMs: 2_000 });

    expect(decide({ failure, effect, made: 21, throttled: 21 })).toEqual({
      again: false,
      waitMs: 2_000,
      tooLong: false,
    });
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2030-01-01T12:00:00Z");
  const server = "Tue, 01 Jan 2030 10:00:00 GMT";

  test.each([
    ["2", undefined, 2_000],
    [" 0 ", undefined, 0],
    ["86400", undefined, 86_400_000],
    ["Tue, 01 Jan 2030 12:00:07 GMT", undefined, 7_000],
    ["Tue, 01 Jan 2030 10:00:07 GMT", server, 7_000],
    ["Tue, 01 Jan 2030 12:00:07 GMT", "no date", 7_000],
    ["Tue, 01 Jan 2030 09:59:00 GMT", server, 0],
    ["-1", undefined, undefined],
    ["1.5", undefined, undefined],
    ["abc", undefined, undefined],
    ["", undefined, undefined],
    ["2030-01-01", undefined, undefined],
    ["Tue, 99 Jan 2030 12:00:07 GMT", undefined, undefined],
    ["xTue, 01 Jan 2030 12:00:07 GMT", undefined, undefined],
    ["Tue, 01 Jan 2030 12:00:07 GMT+1", undefined, undefined],
    [undefined, server, undefined],
  ])("%j with the date %j is a wait of %s ms", (retryAfter, serverDate, wait) => {
    expect(retryAfterMs(retryAfter, serverDate, now)).toBe(wait);
  });
});

describe("The advice to retry later", () => {
  const now = Date.parse("2030-01-01T12:00:00Z");

  test.each([
    [61_000, "retry after 12:01:01Z"],
    [86_400_000, "retry after 12:00:00Z on 2030-01-02"],
    [Number.MAX_SAFE_INTEGER, "retry after 00:00:00Z on +275760-09-13"],
  ])("after %i ms is %j", (waitMs, advice) => {
    expect(retryAdvice(waitMs, now)).toBe(advice);
  });
});
