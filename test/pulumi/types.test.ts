import * as pulumi from "@pulumi/pulumi";
import { describe, expectTypeOf, test } from "vitest";
import { Permission, type Permissions } from "../../provider";

describe("Permissions", () => {
  test("are a list of keys or labels, that may be read-only, later, or hold what comes later", () => {
    const fixed = ["Builds", "update_certificates", Permission.Configuration] as const;

    expectTypeOf(fixed).toExtend<Permissions>();
    expectTypeOf(pulumi.output(["Builds" as const])).toExtend<Permissions>();
    expectTypeOf(Promise.resolve(fixed)).toExtend<Permissions>();
    expectTypeOf([pulumi.secret("Builds" as const), "Certificates" as const]).toExtend<Permissions>();
  });

  test("are nothing else", () => {
    expectTypeOf<string[]>().not.toExtend<Permissions>();
    expectTypeOf<string>().not.toExtend<Permissions>();
    expectTypeOf<"admin"[]>().not.toExtend<Permissions>();
  });
});
