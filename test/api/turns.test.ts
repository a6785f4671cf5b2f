import { describe, expect, test } from "vitest";
import { createTurns } from "../../provider/api/turns";

/** Turns whose four places are taken; answers how to give each back. */
async function full() {
  const turns = createTurns();
  const places = await Promise.all([1, 2, 3, 4].map(async () => turns.take("first", undefined)));
  return { turns, giveBack: (at: number) => places[at]?.() };
}

describe("A turn", () => {
  test("is given to four at once, and to a fifth when one is given back", async () => {
    const { turns, giveBack } = await full();
    const order: string[] = [];
    const fifth = turns.take("first", undefined).then(() => order.push("fifth"));
    await Promise.resolve();
    order.push("given back");
    giveBack(0);
    await fifth;

    expect(order).toEqual(["given back", "fifth"]);
  });

  test("goes from lane to lane, and within a lane to who came first", async () => {
    const { turns, giveBack } = await full();
    const order: string[] = [];
    const asked = ["user 1", "user 2", "user 3", "key 1", "key 2", "token 1"].map(async (name) => {
      const release = await turns.take(name.split(" ")[0] ?? "", undefined);
      order.push(name);
      release?.();
    });
    giveBack(0);
    await Promise.all(asked);

    expect(order).toEqual(["user 1", "key 1", "token 1", "user 2", "key 2", "user 3"]);
  });

  test("comes soon to who asks again and again, each time after the last, although many others wait", async () => {
    const { turns, giveBack } = await full();
    const order: string[] = [];
    const take = async (lane: string) => {
      const release = await turns.take(lane, undefined);
      order.push(lane);
      await Promise.resolve();
      release?.();
    };
    const chain = async () => {
      for (let link = 0; link < 3; link += 1) await take("token");
    };
    const many = ["user", "mapping", "key"].flatMap((lane) =>
      Array.from({ length: 6 }, async () => take(lane)),
    );
    giveBack(0);
    await Promise.all([chain(), ...many]);

    expect(order.lastIndexOf("token")).toBeLessThan(12);
  });

  test("isn't waited for once it is cancelled, and isn't lost either", async () => {
    const { turns, giveBack } = await full();
    const cancel = new AbortController();
    const fifth = turns.take("first", cancel.signal);
    const sixth = turns.take("first", new AbortController().signal);
    const alone = turns.take("second", cancel.signal);
    cancel.abort();
    expect([await fifth, await alone]).toEqual([undefined, undefined]);

    for (const at of [0, 1, 2, 3]) giveBack(at);
    (await sixth)?.();
    const again = await Promise.all([1, 2, 3, 4].map(async () => turns.take("third", undefined)));
    expect(again.every((release) => release !== undefined)).toBe(true);
  });

  test("passes over a lane in which nobody waits any more", async () => {
    const { turns, giveBack } = await full();
    const cancel = new AbortController();
    const gone = turns.take("gone", cancel.signal);
    const waiting = turns.take("second", undefined);
    cancel.abort();
    giveBack(0);

    expect(await gone).toBeUndefined();
    expect(await waiting).toBeInstanceOf(Function);
  });

  test("that was taken stays taken when its call is cancelled, and is given back once", async () => {
    const { turns, giveBack } = await full();
    const cancel = new AbortController();
    giveBack(0);
    const taken = await turns.take("first", cancel.signal);
    cancel.abort();
    const order: number[] = [];
    const waiting = [5, 6].map(async (at) => turns.take("first", undefined).then(() => order.push(at)));
    taken?.();
    taken?.();
    await waiting[0];
    await Promise.resolve();
    expect(order).toEqual([5]);

    giveBack(1);
    await waiting[1];
    expect(order).toEqual([5, 6]);
  });

  test("isn't given to a call that is cancelled already", async () => {
    expect(await createTurns().take("first", AbortSignal.abort())).toBeUndefined();
  });

  test("isn't kept from others by one kind whose calls hang, time and again, once they did", async () => {
    let now = 0;
    const turns = createTurns(() => now);
    const take = async (lane: string) => turns.take(lane, undefined);
    const hanging = await Promise.all([1, 2, 3, 4].map(async () => take("hanging")));
    const order: string[] = [];
    const more = [1, 2, 3, 4].map(async () => take("hanging").then(() => order.push("hanging")));
    now = 5_000;
    for (const release of hanging) release?.();
    await Promise.all(more.slice(0, 3));
    for (let link = 0; link < 3; link += 1) {
      const release = await take("token");
      order.push("token");
      release?.();
    }

    expect(order).toEqual(["hanging", "hanging", "hanging", "token", "token", "token"]);
  });

  test.each([
    [4_999, 4],
    [5_000, 3],
  ])("of one kind that is under way for %i ms lets it have %i places", async (ms, places) => {
    let now = 0;
    const turns = createTurns(() => now);
    let taken = 0;
    const take = async () => {
      await turns.take("one", undefined);
      taken += 1;
    };
    await take();
    now = ms;
    void Promise.all([take(), take(), take()]);
    await new Promise((resolve) => setImmediate(resolve));

    expect(taken).toBe(places);
  });

  test("goes to one kind on all four places again once its calls are as fast again", async () => {
    let now = 0;
    const turns = createTurns(() => now);
    const take = async () => turns.take("one", undefined);
    const slow = await take();
    now = 5_000;
    slow?.();
    const three = await Promise.all([take(), take(), take()]);
    const more = [take(), take()];
    three[0]?.();

    expect((await Promise.all(more)).every((release) => release !== undefined)).toBe(true);
  });
});
