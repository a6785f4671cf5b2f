import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { ApiToken, type ApiTokenArgs, AutomationKey, User } from "../../provider";
import { run } from "../support/program";

const hidden = async (args: ApiTokenArgs, options?: pulumi.CustomResourceOptions, name = "ci") =>
  (await run(() => new ApiToken(name, args, options))).registered[0]?.inputs ?? {};

describe("A resource", () => {
  test("carries a provider that is only a name, the same for all of a type", async () => {
    const { registered } = await run(() => [
      new ApiToken("a", { name: "secret-name" }),
      new ApiToken("b"),
      new User("c", { email: "a@b.cd" }),
    ]);

    expect(registered.map(({ inputs }) => String(inputs["__provider"])).sort()).toEqual([
      'exports.handler = () => require("pulumi-apptego/runtime").ApiToken',
      'exports.handler = () => require("pulumi-apptego/runtime").ApiToken',
      'exports.handler = () => require("pulumi-apptego/runtime").User',
    ]);
  });

  test("that is left unnamed gets the same name again, another in another place", async () => {
    const first = await hidden({});
    const again = await hidden({});
    const other = await hidden({}, {}, "cd");
    const rotated = await hidden({ rotateOn: { month: pulumi.output("11") } });

    const names = [first, again, other, rotated].map((inputs) => inputs["__computedName"]);
    expect(names[0]).toMatch(/^ci \[pu-[0-9a-f]{10}\]$/);
    expect(names[1]).toBe(names[0]);
    expect(new Set(names).size).toBe(3);
  });

  test("has another name below another parent", async () => {
    const { registered } = await run(() => {
      const parent = new pulumi.ComponentResource("acme:index:Team", "team");
      return [new ApiToken("ci", {}, { parent }), new ApiToken("ci")];
    });
    const names = registered.flatMap(({ inputs }) => inputs["__computedName"] ?? []);

    expect(new Set(names).size).toBe(2);
  });

  test("tells which of its inputs are secrets, also deep inside", async () => {
    const inputs = await hidden({
      name: pulumi.secret("ci"),
      permissions: ["Builds", pulumi.secret("Certificates" as const)],
      rotateOn: { month: pulumi.output("11") },
    });

    expect(inputs["__secretInputs"]).toEqual(["name", "permissions"]);
    expect(JSON.stringify(await hidden({ name: "ci" }))).not.toContain("__secretInputs");
  });

  test("hands the option import to its provider", async () => {
    expect((await hidden({ name: "ci" }, { import: "f00" }))["__import"]).toBe("f00");
  });

  test("tells its provider that the old one goes first, where the option says so", async () => {
    expect((await hidden({}, { deleteBeforeReplace: true }))["__deleteBeforeReplace"]).toBe(true);
    expect(await hidden({}, { deleteBeforeReplace: false })).not.toHaveProperty("__deleteBeforeReplace");
  });

  test("tells its provider that an old one may live, where the program says so", async () => {
    expect((await hidden({}, { retainOnDelete: true }))["__mayLive"]).toBe(true);
    expect(await hidden({}, { retainOnDelete: false })).not.toHaveProperty("__mayLive");
  });

  test("tells its provider how many of its type the program declares, those behind it too", async () => {
    const { registered } = await run(() => [
      new ApiToken("first"),
      new AutomationKey("key"),
      new ApiToken("second", { name: "given" }),
    ]);
    const told = registered.map(({ name, inputs }) => [name, inputs["__declared"]]);

    expect(Object.fromEntries(told)).toEqual({ first: 2, key: 1, second: 2 });
  });

  test.each([
    ["", 'ApiToken "ci": the resource option import must be the object\'s id'],
    [7, 'ApiToken "ci": the resource option import'],
  ])("refuses the option import %j", async (id, message) => {
    const { failure, registered } = await run(() => new ApiToken("ci", {}, { import: id as string }));

    expect(String(failure)).toContain(message);
    expect(registered).toEqual([]);
  });

  test.each(["__provider", "__import", "__computedName", "__secretInputs"])(
    "refuses the property %s (32)",
    async (property) => {
      const { failure, registered } = await run(() => new ApiToken("ci", { [property]: "x" }));

      expect(failure).toBeInstanceOf(pulumi.RunError);
      expect(String(failure)).toContain(`ApiToken "ci" has no property "${property}": remove it.`);
      expect(registered).toEqual([]);
    },
  );

  test("isn't touched while the configuration is incomplete", async () => {
    const { failure, registered } = await run(() => new ApiToken("ci"), { "apptego:tokenKey": "k" });

    expect(failure).toBeInstanceOf(pulumi.RunError);
    expect(registered).toEqual([]);
  });
});
