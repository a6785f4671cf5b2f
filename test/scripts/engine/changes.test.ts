import { describe, expect, test } from "vitest";
import { changesIn, changesInSummary, NO_CHANGES } from "../../../scripts/engine/changes";

describe("The changes of an operation", () => {
  test("are read from the block at the end", () => {
    const output = [
      "Outputs:",
      "    7 created",
      "Resources:",
      "    + 2 created",
      "    ~ 1 updated",
      "    - 3 deleted",
      "    +-4 replaced",
      "    10 changes. 5 unchanged",
      "",
      "Duration: 2s",
    ].join("\n");

    expect(changesIn(output)).toEqual({ create: 2, update: 1, delete: 3, replace: 4, same: 5 });
  });

  test("are read from a preview", () => {
    const output = "Resources:\n    + 1 to create\n    +-1 to replace\n    2 changes. 3 unchanged\n";

    expect(changesIn(output)).toEqual({ ...NO_CHANGES, create: 1, replace: 1, same: 3 });
  });

  test("are none where nothing is said", () => {
    expect(changesIn("error: no stack\n    + 2 created\n")).toEqual(NO_CHANGES);
    expect(changesIn("")).toEqual(NO_CHANGES);
  });

  test("are counted by the engine's names in a summary", () => {
    expect(changesInSummary({ create: 1, same: 2, replace: 1, "create-replacement": 1 })).toEqual({
      ...NO_CHANGES,
      create: 1,
      replace: 1,
      same: 2,
    });
  });
});
