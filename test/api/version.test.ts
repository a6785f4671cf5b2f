import { describe, expect, test } from "vitest";
import manifest from "../../package.json";
import { VERSION } from "../../provider/api/version";

describe("The version", () => {
  test("is the package's", () => {
    expect(VERSION).toBe(manifest.version);
  });
});
