import { describe, expect, test } from "vitest";
import { driftProblem, lastLines } from "../../bench/on-engine";
import { NO_CHANGES } from "../../scripts/engine/changes";

describe("What an engine complained of", () => {
  test("is its last error, not its totals", () => {
    const output =
      "error: first\nerror: add a user: too many calls\nerror: update failed\nResources:\n    + 5 created\n    2 errored\n";

    expect(lastLines(output)).toBe("error: add a user: too many calls");
  });

  test("is its last line where nothing is called an error, and something in any case", () => {
    expect(lastLines("one\ntwo\n\n")).toBe("two");
    expect(lastLines("")).toBe("it said nothing");
    expect(lastLines("x".repeat(1_000)).length).toBe(300);
  });
});

describe("A change by hand", () => {
  const ended = (exitCode: number | undefined, update = 0) => ({
    ...{ exitCode, stdout: "", stderr: "it said" },
    changes: { ...NO_CHANGES, update },
  });
  const missed = "the change that was made by hand wasn't found";

  test.each([
    ["in sync", 0, missed],
    ["broken", 1, "it said"],
    ["drifted", 2, undefined],
    ["unmanaged only", 3, missed],
    ["killed", undefined, "it said"],
  ])("is found by ours where the command ends as %s: %s", (_, exitCode, problem) => {
    expect(driftProblem("ours", ended(exitCode))).toBe(problem);
  });

  test("is found by naive where the preview shows an update, and is nothing that the floor can see", () => {
    expect(driftProblem("naive", ended(0, 1))).toBeUndefined();
    expect(driftProblem("naive", ended(0))).toBe(missed);
    expect(driftProblem("naive", ended(255, 1))).toBe("it said");
    expect(driftProblem("floor", ended(0))).toBeUndefined();
    expect(driftProblem("floor", ended(255))).toBe("it said");
  });
});
