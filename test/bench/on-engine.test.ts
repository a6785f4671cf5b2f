import { describe, expect, test } from "vitest";
import { lastLines } from "../../bench/on-engine";

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
