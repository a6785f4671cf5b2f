import { describe, expect, test } from "vitest";
import { createThrottle, type Throttle } from "../../provider/api/throttle";

/** Starts attempts as soon as the throttle lets them, and tells when; AppTego takes each at once. */
function starts(throttle: Throttle, from: number, until: number): number[] {
  const begun: number[] = [];
  for (let now = from; now < until;) {
    const waitMs = throttle.start(now);
    if (waitMs > 0) now += waitMs;
    else {
      begun.push(now);
      throttle.accepted(now);
      now += 1; // a caller isn't infinitely fast
    }
  }
  return begun;
}

/** A throttle that let `count` attempts through a moment before 0, and was refused one at 0. */
function refusedAfter(count: number, waitMs: number): Throttle {
  const throttle = createThrottle();
  for (let at = 0; at < count; at += 1) {
    throttle.start(-100);
    throttle.accepted(-100);
  }
  throttle.start(-50);
  throttle.refused(-50, 0, waitMs);
  return throttle;
}

describe("Attempts start", () => {
  test("at once until one is refused", () => {
    expect(starts(createThrottle(), 0, 1_000)).toHaveLength(1_000);
  });

  test("no more before the wait is over that AppTego asks for", () => {
    expect(refusedAfter(10, 3_000).start(1_000)).toBe(2_000);
    expect(starts(refusedAfter(10, 3_000), 0, 3_500)[0]).toBe(3_000);
  });

  test("after that no faster than AppTego took them", () => {
    const begun = starts(refusedAfter(10, 1_000), 0, 6_000);

    expect(begun).toHaveLength(50);
    expect(Math.min(...begun.slice(1).map((at, before) => at - (begun[before] ?? 0)))).toBeGreaterThan(100);
  });

  test("as fast as that also where a timer is late", () => {
    const throttle = refusedAfter(10, 1_000);
    let begun = 0;
    for (let now = 1_000; now < 6_000;) {
      const waitMs = throttle.start(now);
      if (waitMs === 0) begun += 1;
      else now += waitMs + 20;
    }

    expect(begun).toBeGreaterThanOrEqual(47);
  });

  test("a little faster again after forty seconds, and without a limit to speak of after minutes", () => {
    const throttle = refusedAfter(10, 1_000);
    const perSecond = (from: number) => starts(throttle, from, from + 1_000).length;

    expect([1_000, 41_000, 121_000].map(perSecond)).toEqual([10, 12, 38]);
    expect(perSecond(601_000)).toBeGreaterThan(900);
  });

  test("as before where too few were taken to tell a rate, once the wait is over", () => {
    expect(starts(refusedAfter(3, 1_000), 0, 2_000)).toHaveLength(1_000);
  });

  test("as before where no wait is asked for", () => {
    expect(starts(refusedAfter(10, 0), 0, 1_000)).toHaveLength(1_000);
  });
});

describe("A refusal", () => {
  test("of one that was under way with the first only makes the wait longer", () => {
    const throttle = refusedAfter(10, 1_000);
    throttle.refused(-40, 10, 1_500);
    throttle.refused(-30, 20, 100);
    const begun = starts(throttle, 0, 2_510);

    expect(begun[0]).toBe(1_510);
    expect(begun).toHaveLength(10);
  });

  test("of one that was under way tells no other rate, however late it comes", () => {
    const throttle = refusedAfter(10, 1_500);
    throttle.refused(-40, 950, 550);

    expect(starts(throttle, 0, 3_500)).toHaveLength(20);
  });

  test("tells a rate where four were taken in the last second, not those before", () => {
    expect(starts(refusedAfter(4, 1_000), 0, 1_990)).toHaveLength(4);

    const throttle = createThrottle();
    for (const at of [-2_000, -1_500, -1_000, -900, -800, -700]) throttle.accepted(at);
    throttle.refused(-50, 0, 1_000);
    expect(starts(throttle, 0, 2_000)).toHaveLength(1_000);
  });

  test("tells a rate also where fewer were taken, if another follows at once, not later", () => {
    const after = (ms: number) => {
      const throttle = refusedAfter(3, 1_000);
      throttle.refused(1_000 + ms, 1_000 + ms, 1_000);
      return starts(throttle, 2_000 + ms, 2_990 + ms).length;
    };

    expect([0, 999, 1_000].map(after)).toEqual([4, 4, 990]);
  });

  test("later halves the rate at most, and leaves four a second", () => {
    const throttle = refusedAfter(20, 1_000);
    const after: number[] = [];
    for (let at = 1_000; at < 11_000; at += 2_500) {
      throttle.start(at);
      throttle.refused(at, at, 1_000);
      after.push(starts(throttle, at + 1_000, at + 1_010).length);
      after.push(Math.floor(1_000 / throttle.start(at + 1_010)));
    }

    expect(after).toEqual([1, 10, 1, 5, 1, 4, 1, 4]);
  });

  test("after refusal halves it ever more, down to one in two seconds, and then it grows again", () => {
    const throttle = refusedAfter(8, 1_000);
    const gaps: number[] = [];
    for (let at = 1_000; at < 7_000; at += 1_000) {
      throttle.start(at);
      throttle.refused(at, at, 1_000);
      gaps.push(throttle.start(at + 1_000) + throttle.start(at + 1_000));
    }

    expect(gaps.map((gap) => Math.round(gap))).toEqual([250, 500, 1_000, 2_000, 2_000, 2_000]);
    expect(starts(throttle, 127_000, 137_000).length).toBeGreaterThan(15);
  });

  test("tells by how much longer all have to wait", () => {
    const throttle = createThrottle();

    expect([3_000, 3_000, 2_000].map((waitMs, at) => throttle.refused(0, at, waitMs))).toEqual([3_000, 1, 0]);
    expect(throttle.refused(3_001, 4_000, 0)).toBe(0);
  });
});

/** A server that takes so many calls a second, of any process, and refuses each beyond for a second. */
function serverTaking(perSecond: number, windowOf: (now: number) => number = () => 1_000) {
  let taken: number[] = [];
  const counted = { taken: 0, refused: 0 };
  return {
    counted,
    call: (throttle: Throttle, now: number): void => {
      taken = taken.filter((at) => now - at < windowOf(now));
      if (taken.length < perSecond) {
        taken.push(now);
        counted.taken += 1;
        throttle.accepted(now);
      } else {
        counted.refused += 1;
        throttle.refused(now, now, 1_000);
      }
    },
  };
}

describe("A server that takes two a second of each process", () => {
  test.each([1, 4])("is used by %i, and in the long run refuses few", (processes) => {
    const throttles = Array.from({ length: processes }, () => createThrottle());
    const { call, counted } = serverTaking(2 * processes);
    for (let now = 0; now < 120_000; now += 10) {
      if (now === 60_000) Object.assign(counted, { taken: 0, refused: 0 });
      for (const throttle of throttles.filter((one) => one.start(now) === 0)) call(throttle, now);
    }

    expect(counted.taken).toBeGreaterThan(0.7 * 2 * processes * 60);
    expect(counted.refused).toBeLessThan(0.15 * counted.taken);
  });
});

describe("A server that takes ten a second", () => {
  test.each([
    ["counts the last second", () => 1_000],
    ["counts by the clock's seconds", (now: number) => (now % 1_000) + 1],
  ])("is used to its bound, with few refusals: it %s", (_, windowOf) => {
    const throttle = createThrottle();
    const { call, counted } = serverTaking(10, windowOf);
    let now = 0;
    while (counted.taken < 194) {
      const waitMs = throttle.start(now);
      if (waitMs > 0) now += waitMs;
      else {
        call(throttle, now);
        now += 12; // four at once, 50 ms each
      }
    }

    expect(now).toBeLessThan(18_400 * 1.2);
    expect(counted.refused).toBeLessThanOrEqual(4);
  });
});
