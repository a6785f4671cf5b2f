import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { SamlGroupMapping, type SamlGroupMappingArgs } from "../../provider";
import { resourceOf } from "../../provider/resources";
import { run } from "../support/program";

const ARGS: SamlGroupMappingArgs = { groupName: "dev", permissions: ["Builds"] };

describe("The class SamlGroupMapping", () => {
  test("registers its inputs under the type that states hold", async () => {
    const { registered, failure } = await run(() => new SamlGroupMapping("a", ARGS));

    expect(failure).toBeUndefined();
    expect(registered).toEqual([
      {
        type: "pulumi-nodejs:dynamic/apptego:SamlGroupMapping",
        name: "a",
        inputs: expect.objectContaining(ARGS),
      },
    ]);
  });

  test("has an output for each input and output of the resource", async () => {
    let made: SamlGroupMapping | undefined;
    await run(() => {
      made = new SamlGroupMapping("a", ARGS);
    });
    const { inputs, outputs } = resourceOf("SamlGroupMapping");

    for (const name of [...Object.keys(inputs.shape), ...Object.keys(outputs.shape)])
      expect(pulumi.Output.isInstance(Reflect.get(made ?? {}, name)), name).toBe(true);
  });
});
