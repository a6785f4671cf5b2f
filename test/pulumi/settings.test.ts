import { describe, expect, test } from "vitest";
import { settingsFrom } from "../../provider/pulumi/settings";

describe("Settings", () => {
  test("are the texts under apptego:, and nothing else", () => {
    const all: Record<string, unknown> = {
      "apptego:tenantId": "t",
      "apptego:log": "calls.jsonl",
      "apptego:baseUrl": undefined,
      "apptego:colour": "red",
      tokenKey: "k",
    };

    expect(settingsFrom((key) => all[key])).toEqual({ tenantId: "t", log: "calls.jsonl" });
  });
});
