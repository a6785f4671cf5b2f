import { describe, expect } from "vitest";
import { badInputs } from "../support/bad-inputs";
import { providerOf } from "../support/provider";
import { test } from "../support/tenant";

describe("Before any call, check refuses", () => {
  test.for(badInputs)("line %s: %s (%s)", async ([, , type, inputs, ...expected], { sandbox }) => {
    const provider = await providerOf(sandbox, type);
    const { failures = [] } = await provider.check({}, inputs);
    const reasons = failures.map(({ reason }) => reason).join("\n");

    for (const part of expected) expect(reasons).toMatch(part);
    expect(failures.map(({ property }) => property)).toEqual(failures.map(() => "")); // else the engine prints values
    expect(sandbox.calls.all).toEqual([]);
  });

  test("line 32: what is ours, without a word to AppTego, as the program refuses it before", async ({
    sandbox,
  }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const { inputs, failures } = await provider.check({}, { name: "ci", __provider: "exports.x = 1" });

    expect(failures).toEqual([]);
    expect(inputs).toEqual({ name: "ci", permissions: [] });
  });

  test("line 58: a bad value that is a secret, and doesn't show it", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "ApiToken");
    const secret = "s3cret\nname";
    const inputs = { name: secret, permissions: ["s3cret"], __secretInputs: ["name", "permissions"] };
    const { failures = [] } = await provider.check({}, inputs);

    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^ApiToken\.name must not hold control/),
      expect.stringMatching(/^ApiToken\.permissions\[0\] must hold only permissions/),
    ]);
    expect(JSON.stringify(failures)).not.toContain("s3cret");
  });
});
