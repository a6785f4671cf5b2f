import { describe, expect, test } from "vitest";
import { HIDDEN } from "../../provider/pulumi/hidden-inputs";
import { hold } from "../../provider/pulumi/known-states";
import { callOf, CELLS, sceneOf } from "./scene";
import { actsOf, setStage } from "./stage";
import { TRIALS } from "./verdicts";

const of = (...columns: string[]) => CELLS.filter(({ column }) => columns.includes(column));

describe.each(of("delete"))("F27: still listed, $meets ($type)", ({ column, subject }) => {
  test("is looked for until the lists lack it, after a lost reply", async () => {
    const waits: number[] = [];
    const wait = async (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
    const scene = await sceneOf(column, subject, { process: { wait } });
    const { sandbox } = scene;
    sandbox.faults.add({
      operation: subject.on.list,
      kind: "listLag",
      lists: subject.type === "User" ? 4 : 3,
    });
    sandbox.faults.add({ operation: callOf(column, subject), kind: "reset", when: "after" });
    await TRIALS[column].OK?.(scene);

    expect(waits.length).toBeGreaterThan(0);
    expect(waits.reduce((sum, milliseconds) => sum + milliseconds, 0)).toBeLessThanOrEqual(60_000);
  });

  test("costs no look where AppTego says that it is done", async () => {
    const scene = await sceneOf(column, subject);
    scene.sandbox.faults.add({ operation: callOf(column, subject), kind: "listLag", lists: 5 });

    expect(await TRIALS[column].OK?.(scene)).toBe("");
  });
});

describe.each(of("read"))("F27: still listed, $meets ($type)", ({ column, subject }) => {
  test("is there as long as the list says so, and gone by two lists then", async () => {
    const { sandbox, newProcess, before } = await sceneOf(column, subject);
    const acts = actsOf(subject);
    sandbox.faults.add({ operation: subject.on.delete, kind: "listLag", lists: 1 });
    await acts.delete(newProcess(), before);
    const bystander = newProcess();

    expect(await acts.read(bystander, before)).toBeDefined();
    const later = newProcess({ now: () => new Date(Date.now() + 120_000) });
    expect(await acts.read(later, before)).toBeUndefined();
  });
});

describe.each(of("credential", "named"))("F28: not listed yet, $meets ($type)", ({ column, subject }) => {
  test("is not made again", async () => {
    const scene = await sceneOf(column, subject);
    scene.sandbox.faults.add({ operation: subject.on.create, kind: "listLag", lists: 5 });

    expect(await TRIALS[column].RT?.(scene)).toBe("");
  });
});

describe.each(of("read"))("F28: not listed yet, $meets ($type)", ({ subject }) => {
  test("is no proof that it is gone: lists that lack it for more than five seconds after its creation", async () => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const tenant = newProcess();
    // Looks are made at once and after 1, 3 and 7 s.
    sandbox.faults.add({ operation: subject.on.create, kind: "listLag", lists: 4 });
    const made = await acts.create(tenant);
    const reader = newProcess();
    hold(acts.resource, reader, made.id, { ...made.state, [HIDDEN.createdAt]: new Date().toISOString() });

    expect(await acts.read(reader, made)).toMatchObject(made.state);
    expect(sandbox.calls.count(subject.on.list)).toBeGreaterThan(4);
  });
});
