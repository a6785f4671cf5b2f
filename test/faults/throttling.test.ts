import { describe, expect, test } from "vitest";
import { actsOf, setStage } from "./stage";
import { callOf, CELLS, sceneOf } from "./scene";
import { SUBJECTS } from "./subjects";
import { FAILED, TRIALS } from "./verdicts";

const GOLDEN = 0.618034; // its multiples lie evenly, and in no rhythm in which always the same caller could be unlucky
const NOON = Date.parse("2026-05-04T12:00:00Z");

describe.each(CELLS)("F13: 429 at $meets ($type)", ({ column, subject }) => {
  test.for([
    [2, 2_000, 2_000],
    [new Date(NOON + 3_000).toUTCString(), 3_000, 3_000],
    [undefined, 0, 1_000],
    ["-1", 0, 1_000],
    ["abc", 0, 1_000],
  ] as const)("is waited for as AppTego says: %s", async ([retryAfter, least, most], { expect: softly }) => {
    const waits: number[] = [];
    const pace = (milliseconds: number) => {
      waits.push(milliseconds);
      return 0;
    };
    const scene = await sceneOf(column, subject, {
      sandbox: { clock: () => NOON },
      process: { client: { pace }, now: () => new Date(NOON) },
    });
    scene.sandbox.faults.add({
      operation: callOf(column, subject),
      kind: "rateLimit",
      ...(retryAfter !== undefined && { retryAfter }),
    });
    await TRIALS[column].RT?.(scene);

    softly(waits).toHaveLength(1);
    softly(waits[0]).toBeGreaterThanOrEqual(least);
    softly(waits[0]).toBeLessThanOrEqual(most);
  });

  test("fails at once, naming the time, where AppTego asks for a day", async () => {
    const scene = await sceneOf(column, subject);
    const operation = callOf(column, subject);
    scene.sandbox.faults.add({ operation, kind: "rateLimit", retryAfter: 86_400, rate: 1 });
    const said = await TRIALS[column][FAILED[column]]?.(scene);

    expect(said).toMatch(/retry after \d\d:\d\d:\d\dZ on \d{4}-\d\d-\d\d/);
    expect(scene.sandbox.calls.all.filter(({ fault }) => fault === "rateLimit")).toHaveLength(1);
  });
});

describe("F14: a storm of 429 over thirty resources at once", () => {
  const mapping = actsOf(SUBJECTS.SamlGroupMapping);
  const key = actsOf(SUBJECTS.AutomationKey);
  const groups = Array.from({ length: 22 }, (_, at) => ({
    acts: mapping,
    wish: { groupName: `group ${at}` },
  }));
  const keys = Array.from({ length: 8 }, (_, at) => ({ acts: key, wish: { name: `key ${at}` } }));

  test("is weathered: all are there once, few calls are under way, and the repeats are bounded", async () => {
    let drawn = 0;
    const { sandbox, newProcess } = await setStage({ random: () => (++drawn * GOLDEN) % 1 });
    sandbox.faults.add({ kind: "rateLimit", retryAfter: 1, rate: 0.5 });
    let missing = [...groups, ...keys];
    let runs = 0;
    while (missing.length > 0 && runs < 3) {
      runs += 1;
      const tenant = newProcess();
      const made = await Promise.allSettled(missing.map(({ acts, wish }) => acts.create(tenant, wish)));
      missing = missing.filter((_, at) => made[at]?.status === "rejected");
    }
    const { mappings, keys: issued } = sandbox.tenant;

    expect(missing).toEqual([]);
    expect(runs).toBe(1);
    expect([mappings.length, issued.length]).toEqual([22, 8]);
    expect(sandbox.calls.maxInFlight()).toBeLessThanOrEqual(4);
    expect(sandbox.calls.all.length).toBeLessThanOrEqual(4 * (30 + 2 * runs));
  });

  test("passes over changes too", async () => {
    const { sandbox, newProcess } = await setStage();
    const made = await Promise.all(groups.map(({ wish }) => mapping.create(newProcess(), wish)));
    sandbox.calls.clear();
    sandbox.faults.add({ kind: "rateLimit", count: 12, skip: 1 });
    const tenant = newProcess();
    await Promise.all(made.slice(0, 11).map((one) => mapping.delete(tenant, one)));
    await Promise.all(
      made.slice(11).map(async (one) => {
        const wish = { groupName: one.state["groupName"], permissions: ["Builds"] };
        return mapping.update(tenant, one, wish);
      }),
    );

    expect(sandbox.tenant.mappings.map(({ permissions }) => permissions)).toEqual(
      Array.from({ length: 11 }, () => ["build_applications"]),
    );
    expect(sandbox.calls.maxInFlight()).toBeLessThanOrEqual(4);
  });
});
