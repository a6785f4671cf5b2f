import { describe, expect, test } from "vitest";
import { PartlyCreated } from "../../provider/resources/lifecycle";
import { failureOf } from "../support/connection";
import { CELLS, sceneOf } from "./scene";
import { actsOf, setStage } from "./stage";
import { CREDENTIALS } from "./subjects";
import { TRIALS } from "./verdicts";

const MINUTES = 60_000;
const credentials = CELLS.filter(({ column }) => column === "credential");

describe.each(credentials)("F33: clocks apart, $meets ($type)", ({ column, subject }) => {
  test.for([-10, 10])("takes AppTego's time, not ours: %i minutes", async (minutes) => {
    const scene = await sceneOf(column, subject, {
      sandbox: { clock: () => Date.now() + minutes * MINUTES },
    });
    scene.sandbox.faults.add({ operation: subject.on.create, kind: "reset", when: "after" });

    expect(await TRIALS[column].RC?.(scene)).toBe("");
  });
});

describe.each(CREDENTIALS)("F33: no clock at all, create of a token or key ($type)", (subject) => {
  test.for(["no Date header", "no creation times"])(
    "deletes nothing of which nobody knows whose it is, and says which: %s",
    async (missing) => {
      const { sandbox, newProcess } = await setStage({
        rules: { creationTimes: missing !== "no creation times" },
      });
      const acts = actsOf(subject);
      sandbox.faults.add({ operation: subject.on.create, kind: "reset", when: "after" });
      if (missing === "no Date header") sandbox.faults.add({ kind: "noDate", rate: 1 });
      const failure = await failureOf(acts.create(newProcess()));
      const [stray] = subject.live(sandbox);

      expect(failure).toBeInstanceOf(PartlyCreated);
      expect((failure as PartlyCreated).created.id).toMatch(/^unresolved:/);
      expect(String(failure)).toContain(stray?.id);
      expect(sandbox.calls.count(subject.on.delete)).toBe(0);
      expect(sandbox.calls.count(subject.on.create)).toBe(1);
    },
  );

  test("tells by a computed name", async () => {
    const { sandbox, newProcess } = await setStage({ rules: { creationTimes: false } });
    sandbox.faults.add({ operation: subject.on.create, kind: "reset", when: "after" });
    sandbox.faults.add({ kind: "noDate", rate: 1 });
    const name = "ci [pu-0123456789]";
    const { id } = await actsOf(subject).resource.create(newProcess(), { ...subject.wish, name });
    const { tokens, keys } = sandbox.tenant;
    const named = [
      ...tokens.map((one) => ({ ...one, id: one.tokenKey })),
      ...keys.map((one) => ({ ...one, id: one.keyId })),
    ].filter((one) => one.name === name);

    expect(named.map((one) => one.id)).toEqual([id]);
  });
});
