import { describe, expect, test } from "vitest";
import { clockCheck } from "../../../provider/cli/doctor/clock";

const at = (seconds: number) => new Date(1_780_000_000_000 + seconds * 1_000);

describe("The clock", () => {
  test.each([
    [0, "ok", "as AppTego's"],
    [10, "ok", "as AppTego's"],
    [11, "warning", "this machine's is 11 s ahead of AppTego's"],
    [-90, "warning", "this machine's is 90 s behind AppTego's"],
  ])("%i seconds apart: %s, %s", (seconds, result, says) => {
    expect(clockCheck(at(0), at(seconds))).toMatchObject({ area: "connection", result, says });
  });

  test("that nobody told of is unknown", () => {
    expect(clockCheck(undefined, at(0))).toMatchObject({ result: "unknown" });
  });
});
