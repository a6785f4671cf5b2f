import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { ApiToken, type ApiTokenArgs } from "../../provider";
import { resourceOf } from "../../provider/resources";
import { run } from "../support/program";

const ARGS: ApiTokenArgs = { name: "ci", permissions: ["Builds"], rotateOn: { month: "11" } };

describe("The class ApiToken", () => {
  test("registers its inputs under the type that states hold", async () => {
    const { registered, failure } = await run(() => new ApiToken("a", ARGS));

    expect(failure).toBeUndefined();
    expect(registered).toEqual([
      { type: "pulumi-nodejs:dynamic/apptego:ApiToken", name: "a", inputs: expect.objectContaining(ARGS) },
    ]);
  });

  test("has an output for each input and output of the resource", async () => {
    let made: ApiToken | undefined;
    await run(() => {
      made = new ApiToken("a", ARGS);
    });
    const { inputs, outputs } = resourceOf("ApiToken");

    for (const name of [...Object.keys(inputs.shape), ...Object.keys(outputs.shape)])
      expect(pulumi.Output.isInstance(Reflect.get(made ?? {}, name)), name).toBe(true);
  });

  test("gives its secrets out as secrets, beside those that the program names", async () => {
    let secret: readonly string[] | undefined;
    const transformation = ({ opts }: pulumi.ResourceTransformationArgs) => {
      secret = (opts as pulumi.CustomResourceOptions).additionalSecretOutputs;
      return undefined;
    };
    await run(
      () => new ApiToken("a", ARGS, { additionalSecretOutputs: ["name"], transformations: [transformation] }),
    );

    expect(secret).toEqual([...resourceOf("ApiToken").secrets, "name"]);
    expect(resourceOf("ApiToken").secrets).toEqual(["tokenSecret", "authorization"]);
  });

  test("may be made without arguments", async () => {
    const { registered } = await run(() => new ApiToken("a"));

    expect(registered[0]?.inputs["__computedName"]).toMatch(/^a \[pu-/);
  });
});
