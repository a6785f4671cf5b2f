import { describe, expect, test } from "vitest";
import { CELLS, sceneOf } from "./scene";
import { actsOf } from "./stage";
import { FAILED, TRIALS } from "./verdicts";

const PAGED = { rules: { pageSize: 1 } } as const;
const of = (...columns: string[]) => CELLS.filter(({ column }) => columns.includes(column));

describe.each(of("credential", "named"))("F32: in pages, $meets ($type)", ({ column, subject }) => {
  const scene = async () => {
    const set = await sceneOf(column, subject, { sandbox: PAGED });
    const { portal } = set.sandbox;
    portal.addKey({ name: "other 1" });
    portal.addKey({ name: "other 2" });
    portal.addMapping({ group: "other 1" });
    portal.addMapping({ group: "other 2" });
    portal.addUser({ email: "bob@acme.test" });
    portal.addToken({ name: "other" });
    return set;
  };

  test("finds what is on the last page after a lost reply", async () => {
    const set = await scene();
    set.sandbox.faults.add({ operation: subject.on.create, kind: "reset", when: "after" });

    expect(await TRIALS[column].RC?.(set)).toBe("");
  });

  test("stays in doubt where a later page can't be had", async () => {
    const set = await scene();
    const pages = 2; // of the baseline, which nothing strikes
    set.sandbox.faults.add({ operation: subject.on.create, kind: "reset", when: "after" });
    set.sandbox.faults.add({ operation: subject.on.list, kind: "serverError", skip: pages + 1, rate: 1 });

    expect(await TRIALS[column].UN?.(set)).toMatch(/./);
  });
});

describe.each(of("read", "delete"))("F32: in pages, $meets ($type)", ({ column, subject }) => {
  test.for([0, 1, 19, 20, 21])("looks at all of them, with %i others", async (others) => {
    const { sandbox, before, newProcess } = await sceneOf(column, subject, {
      sandbox: { rules: { pageSize: 10 } },
    });
    const acts = actsOf(subject);
    for (let at = 0; at < others; at += 1) {
      sandbox.portal.addKey({ name: `other ${at}` });
      sandbox.portal.addToken({ name: `other ${at}` });
      sandbox.portal.addMapping({ group: `other ${at}` });
      sandbox.portal.addUser({ email: `other-${at}@acme.test` });
    }
    const counts = () => {
      const { tokens, keys, mappings, users } = sandbox.tenant;
      return tokens.length + keys.length + mappings.length + users.length;
    };
    const all = counts();

    expect(await acts.read(newProcess(), before)).toMatchObject(before.state);
    sandbox.faults.add({ operation: subject.on.delete, kind: "reset", when: "after" });
    await acts.delete(newProcess(), before);
    expect([subject.live(sandbox), counts()]).toEqual([[], all - 1]);
    expect(
      await acts.read(newProcess({ now: () => new Date(Date.now() + 120_000) }), before),
    ).toBeUndefined();
  });

  test.for([
    ["its second page fails", { kind: "serverError", skip: 1 }],
    ["a page repeats for ever", { kind: "withField", field: "next", value: "after-0" }],
  ] as const)("takes nothing for gone where %s", async ([, fault]) => {
    const scene = await sceneOf(column, subject, { sandbox: { rules: { pageSize: 1 } } });
    const { sandbox } = scene;
    sandbox.portal.addKey({ name: "other" });
    sandbox.portal.addMapping({ group: "other" });
    sandbox.faults.add({ operation: subject.on.list, rate: 1, ...fault });
    if (column === "delete") sandbox.faults.add({ operation: subject.on.delete, kind: "reset", rate: 1 });

    expect(await TRIALS[column][FAILED[column]]?.(scene)).toMatch(/An internal error|named before|no answer/);
  });
});
