import { describe, expect, test } from "vitest";
import { limit, stopOf, takeTurn } from "../../provider/api/waiting";

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

describe("A turn", () => {
  test("is given to four at once, and to a fifth when one is given back", async () => {
    const order: string[] = [];
    const four = await Promise.all([1, 2, 3, 4].map(() => takeTurn("five", undefined)));
    const fifth = takeTurn("five", undefined).then((release) => {
      order.push("fifth");
      return release;
    });
    await takeTurn("elsewhere", undefined).then((release) => release?.());
    order.push("given back");
    four[0]?.();
    (await fifth)?.();

    expect(order).toEqual(["given back", "fifth"]);
    for (const release of four.slice(1)) release?.();
  });

  test("isn't waited for once it is cancelled, and isn't lost either", async () => {
    const cancel = new AbortController();
    const four = await Promise.all([1, 2, 3, 4].map(() => takeTurn("cancelled", undefined)));
    const fifth = takeTurn("cancelled", cancel.signal);
    const sixth = takeTurn("cancelled", new AbortController().signal);
    cancel.abort();
    expect(await fifth).toBeUndefined();

    for (const release of four) release?.();
    (await sixth)?.();
    const again = await Promise.all([1, 2, 3, 4].map(() => takeTurn("cancelled", undefined)));
    expect(again.every((release) => release !== undefined)).toBe(true);
    for (const release of again) release?.();
  });

  test("isn't given to a call that is cancelled already", async () => {
    expect(await takeTurn("never", AbortSignal.abort())).toBeUndefined();
  });
});
