import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../provider/api/connection";
import { settingsFrom } from "../../provider/pulumi/settings";

describe("The settings of a stack", () => {
  test("are read by their whole names, each of them", () => {
    const asked: string[] = [];
    settingsFrom((key) => {
      asked.push(key);
      return undefined;
    });

    expect(asked.sort()).toEqual(
      Object.keys(SETTINGS)
        .map((name) => `apptego:${name}`)
        .sort(),
    );
  });

  test("are only those that were given", () => {
    const given: Record<string, unknown> = {
      "apptego:tenantId": "t",
      "apptego:log": undefined,
      "apptego:contract": 5,
    };

    expect(settingsFrom((key) => given[key])).toEqual({ tenantId: "t" });
  });
});
