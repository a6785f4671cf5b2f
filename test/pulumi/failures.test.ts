import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { redactor } from "../../provider/api/redact";
import { toPulumiError } from "../../provider/pulumi/failures";
import { PartlyCreated } from "../../provider/resources/lifecycle";

const SECRET = "ts_0123456789abcdef/+=";
redactor.learn(SECRET);
const HEADER = `Bearer ${Buffer.from(`tok_1:${SECRET}`).toString("base64")}`;

describe("An error for Pulumi", () => {
  test("of what was made in part is state: id, what is there, why, and the provider's text (E2)", () => {
    const state = { name: "ci", permissions: [], tokenSecret: SECRET };
    const error = toPulumiError(new PartlyCreated({ id: "1", state }, ["no grant"]), {
      name: "ci",
      permissions: ["build_applications"],
      __provider: "text",
      __import: "1",
      __computedName: "ci [pu-0123456789]",
    });

    expect(error).toMatchObject({
      message: "no grant",
      id: "1",
      properties: { ...state, __provider: "text", __import: "1" },
      reasons: ["no grant"],
    });
    expect(error).toHaveProperty("properties.permissions", []);
    expect(error).not.toHaveProperty("properties.__computedName");
  });

  test("of anything else is no state", () => {
    const error = toPulumiError(new Error("no"), { __provider: "text" });

    expect(error.message).toBe("no");
    expect(Object.keys(error)).not.toContain("id");
    expect(toPulumiError("a text", {}).message).toBe("a text");
  });

  test.each([
    ["raw", SECRET],
    ["in a header", HEADER],
    ["in a URL", encodeURIComponent(SECRET)],
    ["in JSON", JSON.stringify({ SECRET })],
  ])("holds no secret %s (E4)", (_, told) => {
    const partly = toPulumiError(new PartlyCreated({ id: "1", state: {} }, [`it said ${told}`]), {});
    const plain = toPulumiError(new Error(`it said ${told}`, { cause: new Error(told) }), {});

    for (const text of [inspect(partly), inspect(plain), JSON.stringify(partly), partly.message, plain.stack])
      expect(text).not.toContain(told);
    expect(partly).toHaveProperty("reasons", [expect.stringContaining("it said")]);
  });

  test.each([
    ['se"cret-ü', 'Creating "se\\"cret-ü": taken', 'Creating "[secret name]": taken'],
    ["a\\b", 'Creating "a\\\\b" and abc', 'Creating "[secret name]" and abc'],
    ["ci", "ci is special", "[secret name] is special"],
    ["Quiet", "the token quiet-1", "the token [secret name]-1"],
  ])("doesn't show the input %j, which the program made a secret", (name, told, shown) => {
    const error = toPulumiError(new Error(told), { name, __secretInputs: ["name"] });

    expect(error.message).toBe(shown);
  });
});
