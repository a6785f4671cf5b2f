import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Results } from "../../bench/results";
import { intoPage, markdownOf } from "../../bench/table";
import { measured } from "./measured";

const header = {
  ...{
    date: "2030-01-01 12:00 UTC",
    machine: "a machine, 2 cores",
    node: "20.0.0",
    pulumi: "3.0.0",
    sdk: "3.1.0",
  },
  ...{
    curl: "8.0.0",
    commit: "abc1234",
    providerTree: "def5678",
    command: "npm run bench",
    minutes: 49.6,
    leftOut: 0,
  },
};
const RESULTS: Results = {
  header,
  measurements: [
    measured({ contestant: "floor", ms: 1_000 }),
    measured({ latencyMs: 50, ms: 1_500, calls: 20, bytes: 9_900 }),
    measured({ latencyMs: 50, ms: 1_700, round: 2 }),
    measured({ latencyMs: 50, contestant: "naive", ms: 3_000, calls: 16 }),
    measured({ latencyMs: 50, contestant: "curl", failure: "exit code 22 | it said", calls: 3 }),
    measured({ throttled: true, ms: 12_345 }),
  ],
  states: [{ contestant: "ours", size: 190, providerBytes: 74, stateBytes: 330_400 }],
  commands: { node: [40], help: [60], drift: [400] },
  memory: { size: 1_000, peaks: [101e6, 102e6], floor: 90e6, inOneProcess: [60e6] },
};
const lines = (results: Results) => markdownOf(results).split("\n");

describe("The tables", () => {
  test("show the minimum, median and spread of each, how many there were, its ratios, calls and bytes", () => {
    expect(lines(RESULTS)).toContain(
      "| create | 50 ms | 1.00 / 1.00 / 0.00 | 1.50 / 1.60 / 0.20 | 3.00 / 3.00 / 0.00 | **failed 1×** | 1 / 2 / 1 / – | 1.50 | 0.50 | 20 / 16 / – | 10 / 2 / – |",
    );
  });

  test("show a server only where somebody called it, and the throttle as one", () => {
    const servers = lines(RESULTS)
      .filter((line) => line.startsWith("| create | "))
      .map((line) => line.split(" | ")[1]);

    expect(servers).toEqual(["50 ms", "throttle"]);
    expect(lines({ ...RESULTS, measurements: RESULTS.measurements.slice(0, 1) })).toContainEqual(
      expect.stringMatching(/^\| create \| 0 ms \| 1\.00 /),
    );
  });

  test("name machine, versions and commit, what failed, and what was left out", () => {
    const text = markdownOf({ ...RESULTS, header: { ...header, leftOut: 3 } });

    for (const part of [
      "a machine, 2 cores",
      "20.0.0",
      "3.0.0",
      "abc1234",
      "def5678",
      "50 min",
      "3 later rounds",
    ])
      expect(text).toContain(part);
    expect(text).toContain("- curl, create of 190: exit code 22 | it said");
    expect(markdownOf(RESULTS)).not.toContain("later rounds");
  });

  test("hold state, command and memory", () => {
    expect(lines(RESULTS)).toEqual(
      expect.arrayContaining([
        "| 190 | ours | 74 | 330 |",
        "| `apptego --help` | 0.06 / 0.06 / 0.00 | 1 |",
        "| the peak of each of ten `pulumi refresh` | 101, 102 |",
        "| the peak of a provider that does nothing | 90 |",
      ]),
    );
  });

  test("hold every target, with what was measured", () => {
    expect(lines(RESULTS)).toContain(
      "| memory of the provider process, 1000 resources | at most 150 MB | 102 MB | reached |",
    );
  });
});

describe("A target", () => {
  const preview = (contestant: "floor" | "ours", ...ms: number[]) =>
    ms.map((one, at) =>
      measured({ contestant, operation: "preview", latencyMs: 50, ms: one, repeat: at + 1 }),
    );
  const floor = preview("floor", 1_000, 1_000, 1_000);

  test.each([
    [[1_000, 1_100, 1_200], "1.00 times | reached |"],
    [[1_000, 1_300, 1_400], "1.00 times | reached (not by the median) |"],
    [[1_300, 1_300, 1_400], "1.30 times | **not reached** |"],
  ])("of %j against a second is judged by the minimum, with the median's word beside it", (ms, words) => {
    const line = lines({ ...RESULTS, measurements: [...floor, ...preview("ours", ...ms)] }).find((one) =>
      one.startsWith("| preview of 190 at 50 ms"),
    );

    expect(line).toMatch(/at most 1\.25 times \| /);
    expect(line?.endsWith(words)).toBe(true);
  });

  test("that only the median reaches says so", () => {
    const measurements = [...preview("floor", 1_000, 2_000, 2_000), ...preview("ours", 1_300, 2_000, 2_000)];

    expect(markdownOf({ ...RESULTS, measurements })).toContain(
      "1.30 times | **not reached** (but by the median) |",
    );
  });
});

describe("The page", () => {
  const page = readFileSync(path.resolve(__dirname, "../../docs/performance.md"), "utf8");

  test("takes the tables between its markers, and the next ones in their place", () => {
    const once = intoPage(page, "| first |");

    expect(once).toContain("| first |");
    expect(intoPage(once, "| second |")).toBe(intoPage(page, "| second |"));
    expect(once.slice(0, 200)).toBe(page.slice(0, 200));
  });

  test("without markers is refused", () => {
    expect(() => intoPage("# Performance\n", "")).toThrow("<!-- bench: begin -->");
  });
});
