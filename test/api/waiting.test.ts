import { describe, expect, onTestFinished, test, vi } from "vitest";
import { limit, stopOf } from "../../provider/api/waiting";

const never = 1_000_000;

/** A limit of sixty milliseconds that pass as the test says. */
function shortLimit() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let now = 0;
  const pass = (ms: number): void => {
    now += ms;
    vi.advanceTimersByTime(ms);
  };
  const limited = limit(
    60,
    "deadline",
    undefined,
    () => "cancelled",
    () => now,
  );
  return { ...limited, pass };
}

describe("A limit", () => {
  test("stops after its time, and says why", async () => {
    const { signal, end } = limit(1, "deadline", undefined, () => "cancelled");
    if (!signal.aborted) await new Promise((resolve) => (signal.onabort = resolve));
    end();

    expect(stopOf(signal)).toBe("deadline");
  });

  test("stops with its parent, and says what its parent says", () => {
    const parent = new AbortController();
    const { signal, end } = limit(never, "deadline", parent.signal, () => "cancelled");
    expect(stopOf(signal)).toBeUndefined();
    parent.abort();
    end();

    expect(stopOf(signal)).toBe("cancelled");
  });

  test("is stopped from the start where its parent is", () => {
    const { signal, end } = limit(never, "deadline", AbortSignal.abort(), () => "cancelled");
    end();

    expect(stopOf(signal)).toBe("cancelled");
  });

  test("no longer stops once it has ended", () => {
    const parent = new AbortController();
    const { signal, end } = limit(never, "deadline", parent.signal, () => "cancelled");
    end();
    parent.abort();

    expect(stopOf(signal)).toBeUndefined();
  });

  test("is longer by what is given back", () => {
    const { pass, signal, leftMs, giveBack, end } = shortLimit();
    pass(50);
    giveBack(40);
    expect(leftMs()).toBe(50);
    pass(49);
    expect(stopOf(signal)).toBeUndefined();
    pass(1);
    end();

    expect(stopOf(signal)).toBe("deadline");
  });

  test("doesn't count what is done beside it, but what is done before and after", async () => {
    const { pass, signal, leftMs, beside, end } = shortLimit();
    pass(10);
    const failed = beside(async () => {
      pass(1_000);
      return Promise.reject(new Error("done all the same"));
    });
    await expect(failed).rejects.toThrow("done all the same");
    expect([signal.aborted, leftMs()]).toEqual([false, 50]);

    pass(49);
    expect(signal.aborted).toBe(false);
    pass(1);
    end();
    expect(stopOf(signal)).toBe("deadline");
  });

  test("stops with its parent also while something is done beside it", async () => {
    const parent = new AbortController();
    const { signal, beside, end } = limit(never, "deadline", parent.signal, () => "cancelled");
    await beside(async () => {
      parent.abort();
      return Promise.resolve();
    });
    end();

    expect(stopOf(signal)).toBe("cancelled");
  });
});
