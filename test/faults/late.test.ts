import { describe, expect, test } from "vitest";
import { callOf, CELLS, sceneOf } from "./scene";
import { actsOf, around, setStage } from "./stage";
import { CREDENTIALS } from "./subjects";
import { TRIALS } from "./verdicts";

const COMPUTED = "ci [pu-0123456789]";
const of = (...columns: string[]) => CELLS.filter(({ column }) => columns.includes(column));

describe.each(of("credential"))("F5: late commit, $meets ($type)", ({ column, subject }) => {
  test("is found at the second look", async () => {
    let waits = 0;
    const scene = await sceneOf(column, subject, {
      process: ({ sandbox }) => ({
        wait: async () => {
          if (++waits === 2) sandbox.releaseLate();
          return Promise.resolve();
        },
      }),
    });
    scene.sandbox.faults.add({ operation: subject.on.create, kind: "late", reply: "reset" });

    expect(await TRIALS[column].RC?.(scene)).toBe("");
  });
});

describe.each(CREDENTIALS)("F5: a commit after all looks, create of a token or key ($type)", (subject) => {
  test("shows as a duplicate at the next read and goes with the next update", async () => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const wish = { ...subject.wish, name: COMPUTED };
    const ids = () =>
      [
        ...sandbox.tenant.tokens.map((one) => ({ id: one.tokenKey, ...one })),
        ...sandbox.tenant.keys.map((one) => ({ id: one.keyId, ...one })),
      ]
        .filter(({ name }) => name === COMPUTED)
        .map(({ id }) => id);
    sandbox.faults.add({ operation: subject.on.create, kind: "late", reply: "reset" });
    const made = await acts.resource.create(newProcess(), wish);
    sandbox.releaseLate();
    expect(ids()).toHaveLength(2);

    const refreshing = newProcess();
    const state = (await acts.read(refreshing, made)) ?? {};
    expect(state["duplicateIds"]).toEqual(ids().filter((id) => id !== made.id));
    const healed = await acts.resource.update(refreshing, made.id, state, wish);

    expect(healed["duplicateIds"]).toBeUndefined();
    expect(ids()).toEqual([made.id]);
    expect(await subject.opens(sandbox, healed)).toBe(true);
  });
});

describe.each(of("named"))("F5: late commit, $meets ($type)", ({ column, subject }) => {
  test.for(["before the second post", "after it"])("makes no second one: %s", async (when) => {
    let posts = 0;
    const scene = await sceneOf(column, subject, {
      process: ({ sandbox }) => ({
        through: (api) =>
          around(api, subject.on.create, {
            before: () => (++posts === 2 && when === "before the second post" ? sandbox.releaseLate() : 0),
          }),
      }),
    });
    const { sandbox } = scene;
    sandbox.faults.add({ operation: subject.on.create, kind: "late", reply: "reset" });

    expect(await TRIALS[column].RC?.(scene)).toBe("");
    sandbox.releaseLate();
    expect(subject.live(sandbox)).toHaveLength(1);
    expect(posts).toBe(2);
  });
});

describe.each(of("update", "delete"))("F5: late commit, $meets ($type)", ({ column, subject }) => {
  test("ends as wished", async () => {
    const scene = await sceneOf(column, subject);
    scene.sandbox.faults.add({ operation: callOf(column, subject), kind: "late", reply: "reset" });
    await TRIALS[column].RT?.(scene);
    const after = subject.live(scene.sandbox);

    expect(scene.sandbox.releaseLate()).toBe(1);
    expect(subject.live(scene.sandbox)).toEqual(after);
  });
});
