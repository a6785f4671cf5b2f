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
        { effect: "read", failure: failed(), made, throttled: 0, remainingMs: 60_000, random: 1 },
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

    expect(decide({ failure })).toEqual({ again: true, waitMs: 1_000 });
  });

  test("waits for what AppTego asks, be it more or less than ours", () => {
    expect(decide({ failure: failed({ retryAfterMs: 30_000 }) })).toEqual({ again: true, waitMs: 30_000 });
    expect(decide({ failure: failed({ retryAfterMs: 0 }) })).toEqual({ again: true, waitMs: 0 });
  });

  test("isn't waited for where the deadline would pass first", () => {
    const failure = failed({ retryAfterMs: 86_400_000 });

    expect(decide({ failure })).toEqual({ again: false, tooLong: { waitMs: 86_400_000 } });
    expect(decide({ remainingMs: 100 })).toEqual({ again: false });
    expect(decide({ remainingMs: 200 })).toEqual({ again: true, waitMs: 200 }); // it just fits
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
