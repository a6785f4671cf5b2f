import { describe, expect, test } from "vitest";
import { startServer } from "../other-server/under-test";
import { describeFailures, fuzz, OURS } from "./fuzz";
import { play } from "./play";

const RUNS = 100;
const MINUTE = 60_000;

describe("Any story, against a server that does otherwise what the documentation leaves open,", () => {
  test(
    "ends as the program says, with nothing lost and nothing left over",
    async () => {
      const found = await fuzz({
        runs: RUNS,
        seed: 1,
        play: async (scenario) => play(scenario, { ...OURS, startServer }),
      });

      expect(describeFailures(found)).toBe("");
      expect(found.runs).toBe(RUNS);
      expect(found.calls).toBeGreaterThan(RUNS * 10);
    },
    4 * MINUTE,
  );
});
