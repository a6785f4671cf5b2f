import { expect, inject, test } from "vitest";
import { createWorkspace } from "../../scripts/engine/workspace";
import { engineScenarios, playOnEngine } from "../fuzz/engine-play";
import { describeFailures, fuzz } from "../fuzz/fuzz";

const RUNS = 15;
const FAULTS = 0.35;
const LONGEST_MS = 900_000; // beside other tests, on a slow machine

/** The same for everybody, so that a change is judged by what it does; the nightly workflow plays new ones. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

test(
  `The real engine holds every invariant in ${String(RUNS)} runs from seed ${String(seed)}`,
  async () => {
    const engine = inject("engine");
    const found = await fuzz({
      ...{ runs: RUNS, seed, atOnce: 2, mode: "--engine ", scenarios: engineScenarios },
      play: async (scenario) =>
        playOnEngine(scenario, FAULTS, async (options) => createWorkspace({ engine, ...options })),
    });

    expect(describeFailures(found)).toBe("");
    expect(found.runs).toBe(RUNS);
  },
  LONGEST_MS,
);
