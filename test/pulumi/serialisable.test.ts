import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { ApiToken, type ApiTokenArgs } from "../../provider";
import { refuseUnserialisable } from "../../provider/pulumi/serialisable";
import { run } from "../support/program";

const circle: Record<string, unknown> = {};
circle["again"] = { circle };

describe("An argument", () => {
  test.each<[string, unknown, string]>([
    ["56: a function", { name: () => "ci" }, "name must be plain data, but holds a function: replace it"],
    ["56: a symbol", { name: Symbol("ci") }, "name must be plain data, but holds a symbol"],
    ["56: NaN", { rotateOn: { n: NaN } }, "rotateOn.n must be plain data, but holds NaN"],
    ["56: Infinity", { rotateOn: { n: -Infinity } }, "rotateOn.n must be plain data, but holds -Infinity"],
    [
      "56: a Date",
      { rotateOn: { at: new Date(0) } },
      "rotateOn.at must be plain data, but holds a Date (write it as",
    ],
    ["56: a bigint", { rotateOn: { n: 1n } }, "rotateOn.n must be plain data, but holds a bigint"],
    ["56: a Map", { rotateOn: new Map() }, "rotateOn must be plain data, but holds a Map"],
    ["56: a Set", { permissions: new Set(["Builds"]) }, "permissions must be plain data, but holds a Set"],
    ["56: bytes", { name: Buffer.from("ci") }, "name must be plain data, but holds a Uint8Array"],
    ["56: a function in a list", { permissions: ["Builds", () => 1] }, "permissions.1 must be plain data"],
    ["56: a circle", circle, "again.circle must be plain data, but holds itself"],
    [
      "57: half a surrogate pair",
      { name: "a\uDC00" },
      "name must be plain data, but holds half a surrogate pair",
    ],
    [
      "57: one in a key",
      { rotateOn: { "\uD800": "1" } },
      "rotateOn must be plain data, but holds half a surrogate",
    ],
    ["56: a function for all of them", () => 1, "the arguments must be plain data, but holds a function"],
  ])("is refused by line %s", (_, args, message) => {
    expect(() => refuseUnserialisable('ApiToken "a"', args)).toThrow(`ApiToken "a": ${message}`);
  });

  test("may be data, an output or a promise, and the same object twice", () => {
    const month = { month: "2026-11" };
    const args = {
      name: pulumi.output("ci 🚀"),
      permissions: Promise.resolve(["Builds"]),
      rotateOn: { one: month, other: month, none: null, missing: undefined, yes: true },
      bare: Object.create(null) as unknown,
    };

    expect(() => refuseUnserialisable('ApiToken "a"', args)).not.toThrow();
  });

  test("ends the program before the resource is registered", async () => {
    const { failure, registered } = await run(
      () => new ApiToken("a", { name: new Date() } as unknown as ApiTokenArgs),
    );

    expect(failure).toBeInstanceOf(pulumi.RunError);
    expect(registered).toEqual([]);
  });
});
