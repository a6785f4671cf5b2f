import { describe, expect } from "vitest";
import { checkInputs } from "../../provider/pulumi/check-inputs";
import { resourceOf } from "../../provider/resources";
import { test } from "../support/tenant";

const token = resourceOf("ApiToken");

describe("The check of inputs", () => {
  test("makes them canonical, and costs no call", async ({ tenant, sandbox }) => {
    const news = { name: "ci", permissions: ["Builds", "build_applications"] };

    expect(await checkInputs(token, tenant, {}, news)).toEqual({
      inputs: { name: "ci", permissions: ["build_applications"] },
      failures: [],
    });
    expect(sandbox.calls.all).toEqual([]);
  });

  test("names no property in a failure, since the engine would print its value", async ({ tenant }) => {
    const { failures } = await checkInputs(token, tenant, {}, { name: "ci", colour: "red" });

    expect(failures).toEqual([{ property: "", reason: expect.stringContaining("colour") as string }]);
  });

  test("keeps a computed name while no rotation is asked for", async ({ tenant }) => {
    const news = { __computedName: "ci [pu-0000000002]", rotateOn: { n: "1" } };
    const olds = { name: "ci [pu-0000000001]", rotateOn: { n: "1" } };

    expect((await checkInputs(token, tenant, olds, news)).inputs).toMatchObject({ name: olds.name });
    expect((await checkInputs(token, tenant, { ...olds, rotateOn: { n: "2" } }, news)).inputs).toMatchObject({
      name: news.__computedName,
    });
  });
});
