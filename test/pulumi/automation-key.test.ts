import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { AutomationKey, type AutomationKeyArgs } from "../../provider";
import { resourceOf } from "../../provider/resources";
import { run } from "../support/program";

const ARGS: AutomationKeyArgs = { name: "ci", enabled: false, rotateOn: { month: "11" } };

describe("The class AutomationKey", () => {
  test("registers its inputs under the type that states hold", async () => {
    const { registered, failure } = await run(() => new AutomationKey("a", ARGS));

    expect(failure).toBeUndefined();
    expect(registered).toEqual([
      {
        type: "pulumi-nodejs:dynamic/apptego:AutomationKey",
        name: "a",
        inputs: expect.objectContaining(ARGS),
      },
    ]);
  });

  test("has an output for each input and output of the resource", async () => {
    let made: AutomationKey | undefined;
    await run(() => {
      made = new AutomationKey("a", ARGS);
    });
    const { inputs, outputs } = resourceOf("AutomationKey");

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
      () =>
        new AutomationKey("a", ARGS, {
          additionalSecretOutputs: ["name"],
          transformations: [transformation],
        }),
    );

    expect(secret).toEqual([...resourceOf("AutomationKey").secrets, "name"]);
    expect(resourceOf("AutomationKey").secrets).toEqual(["keySecret", "authorization"]);
  });

  test("may be made without arguments", async () => {
    const { registered } = await run(() => new AutomationKey("a"));

    expect(registered[0]?.inputs["__computedName"]).toMatch(/^a \[pu-/);
  });
});
