import { describe, expect, test } from "vitest";
import { limit, stopOf } from "../../provider/api/waiting";

const never = 1_000_000;

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
});
