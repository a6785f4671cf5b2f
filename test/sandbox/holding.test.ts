import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hold } from "../../provider/sandbox/holding";
import { seedData } from "../../provider/sandbox/seed-data";
import { loadState, StateFileError } from "../../provider/sandbox/state-file";
import { scratchFolder } from "../support/connection";

const { data } = seedData({}, { now: 0 });

describe("A change", () => {
  test("is in memory and in the file when it returns", () => {
    const file = join(scratchFolder(), "state.json");
    const holding = hold(data, file);
    expect(loadState(file)).toEqual(data);

    const result = holding.change((draft) => {
      draft.tenant.name = "Renamed";
      return 7;
    });

    expect(result).toBe(7);
    expect(holding.data().tenant.name).toBe("Renamed");
    expect(loadState(file)?.tenant.name).toBe("Renamed");
    expect(data.tenant.name).toBe("Acme");
  });

  test("that fails in the middle leaves no trace", () => {
    const holding = hold(data, undefined);

    expect(() =>
      holding.change((draft) => {
        draft.tokens.length = 0;
        throw new Error("in the middle");
      }),
    ).toThrow("in the middle");
    expect(holding.data()).toEqual(data);
  });

  test("that can't be saved isn't made", () => {
    const folder = join(scratchFolder(), "sub");
    mkdirSync(folder);
    const holding = hold(data, join(folder, "state.json"));
    rmSync(folder, { recursive: true });

    expect(() => holding.change((draft) => draft.tokens.pop())).toThrow(StateFileError);
    expect(holding.data()).toEqual(data);
  });
});
