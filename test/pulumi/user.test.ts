import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { User, type UserArgs } from "../../provider";
import { resourceOf } from "../../provider/resources";
import { run } from "../support/program";

const ARGS: UserArgs = { email: "alice@acme.test", permissions: ["Builds"], onDestroy: "retain" };

describe("The class User", () => {
  test("registers its inputs under the type that states hold", async () => {
    const { registered, failure } = await run(() => new User("a", ARGS));

    expect(failure).toBeUndefined();
    expect(registered).toEqual([
      { type: "pulumi-nodejs:dynamic/apptego:User", name: "a", inputs: expect.objectContaining(ARGS) },
    ]);
  });

  test("has an output for each input and output of the resource", async () => {
    let made: User | undefined;
    await run(() => {
      made = new User("a", ARGS);
    });
    const { inputs, outputs } = resourceOf("User");

    for (const name of [...Object.keys(inputs.shape), ...Object.keys(outputs.shape)])
      expect(pulumi.Output.isInstance(Reflect.get(made ?? {}, name)), name).toBe(true);
  });
});
