import { describe, expect, test } from "vitest";
import { shareList, type SharedList } from "../../provider/resources/shared-list";
import { failureOf } from "../support/connection";

/** A list that a test answers by hand, with the number of times that it was asked for. */
function listOf(answers: (string[] | Error)[]) {
  const asked: number[] = [];
  const list = shareList<string>(
    () => {
      const answer = answers[asked.length] ?? answers.at(-1) ?? [];
      asked.push(asked.length);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    (entry) => entry,
  );
  return { list, asked };
}

describe("A shared list", () => {
  test("is asked for once by all who read at the same time, and by those who come later", async () => {
    const { list, asked } = listOf([["a"]]);
    const read = await Promise.all(Array.from({ length: 50 }, () => list.current()));
    await list.current();
    await list.baseline();

    expect(read).toEqual(Array.from({ length: 50 }, () => ["a"]));
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["created", (list: SharedList<string>) => list.created("b")],
    ["removed", (list: SharedList<string>) => list.removed("a")],
    ["changed", (list: SharedList<string>) => list.changed()],
  ])("is asked for anew after something was %s, once", async (_, write) => {
    const { list, asked } = listOf([["a"], ["b"]]);
    await list.current();
    write(list);
    const read = await Promise.all([list.current(), list.current()]);

    expect(read).toEqual([["b"], ["b"]]);
    expect(asked).toHaveLength(2);
  });

  test("doesn't take a list for fresh that was asked for before a write", async () => {
    let answer: (entries: string[]) => void = () => undefined;
    const first = new Promise<string[]>((resolve) => (answer = resolve));
    const answers = [first, Promise.resolve(["new"])];
    const list = shareList<string>(
      () => answers.shift() ?? Promise.reject(new Error("asked too often")),
      (entry) => entry,
    );
    const early = list.current();
    await Promise.resolve();
    list.changed();
    const late = list.current();
    answer(["old"]);

    expect([await early, await late]).toEqual([["old"], ["new"]]);
  });

  test("isn't kept when it failed", async () => {
    const { list, asked } = listOf([new Error("no"), ["a"]]);

    expect(await failureOf(list.current())).toEqual(new Error("no"));
    expect(await list.current()).toEqual(["a"]);
    expect(asked).toHaveLength(2);
  });

  test("that can't be had now leaves the baseline as it was, and is asked for anew", async () => {
    const { list, asked } = listOf([["a"], new Error("no"), new Error("no"), ["a", "c"]]);
    await list.current();
    list.created("b");
    const failed = failureOf(list.fresh());
    await Promise.resolve();
    const meanwhile = await list.baseline();

    expect(await failed).toEqual(new Error("no"));
    expect([meanwhile, await list.baseline()]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(await failureOf(list.current())).toEqual(new Error("no"));
    expect(await list.current()).toEqual(["a", "c"]);
    expect(asked).toHaveLength(4);
  });

  test("fails for all who wait for the one that failed", async () => {
    const { list, asked } = listOf([new Error("no")]);
    const failures = await Promise.all([failureOf(list.current()), failureOf(list.baseline())]);

    expect(failures).toEqual([new Error("no"), new Error("no")]);
    expect(asked).toHaveLength(1);
  });

  test("has a baseline that knows what this process did, without another call", async () => {
    const { list, asked } = listOf([["a", "b"]]);
    await list.baseline();
    list.created("c");
    list.removed("a");

    expect(await list.baseline()).toEqual(["b", "c"]);
    expect([list.isOurs("c"), list.isOurs("b")]).toEqual([true, false]);
    expect(asked).toHaveLength(1);
  });

  test("has a baseline with what the server doesn't list yet, and without what it lists still", async () => {
    const { list } = listOf([["a"]]);
    await list.baseline();
    list.created("late");
    list.removed("a");
    await list.fresh();

    expect(await list.baseline()).toEqual(["late"]);
  });

  test("serves those who take one of a certain age, also while it is on its way", async () => {
    let now = 1_000;
    const answers = [Promise.resolve(["a"]), Promise.reject(new Error("no")), Promise.resolve(["b"])];
    answers[1]?.catch(() => undefined);
    const list = shareList<string>(
      () => answers.shift() ?? Promise.reject(new Error("asked too often")),
      (entry) => entry,
      () => now,
    );
    expect(await Promise.all([list.within(5), list.within(5)])).toEqual([["a"], ["a"]]);
    list.changed();
    now = 1_005;
    expect(list.age()).toBe(5);
    expect(await list.within(5)).toEqual(["a"]);
    now = 1_006;
    expect(await failureOf(list.within(5))).toEqual(new Error("no"));
    expect(await list.within(5)).toEqual(["b"]);
    now = 1_000; // a clock that was put back tells no age
    expect(list.age()).toBe(Infinity);
    expect(await failureOf(list.within(5))).toEqual(new Error("asked too often"));
  });

  test("holds an entry once that the server lists twice", async () => {
    const { list } = listOf([["a", "b", "a"]]);

    expect(await list.fresh()).toEqual(["a", "b"]);
    expect(await list.baseline()).toEqual(["a", "b"]);
  });

  test("counts nothing twice that is listed and was created here", async () => {
    const { list } = listOf([["a"], ["a", "b"]]);
    await list.baseline();
    list.created("b");
    await list.fresh();

    expect(await list.baseline()).toEqual(["a", "b"]);
  });
});
