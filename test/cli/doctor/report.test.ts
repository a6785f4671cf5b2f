import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { doctorJsonSchema, exitOf } from "../../../provider/cli/doctor/report";

describe("The doctor's report", () => {
  test.each([
    ["fine", undefined],
    ["needs you", "differs"],
    ["unreachable", "failed"],
  ] as const)("where it is %s, ends the command so: %s", (verdict, exit) => {
    expect(exitOf({ verdict })).toBe(exit);
  });

  test("has a JSON schema that refuses what isn't one", () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(doctorJsonSchema());
    const report = {
      ...{ checkedAt: "2026-06-01T00:00:00Z", baseUrl: "https://a.test", tenant: "t", verdict: "fine" },
      ...{ checks: [], permissions: [], limits: [], assumptions: [] },
    };

    expect(validate(report)).toBe(true);
    expect(validate({ ...report, verdict: "so-so" })).toBe(false);
  });
});
