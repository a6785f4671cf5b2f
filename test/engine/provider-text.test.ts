import { cp, mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { startSandbox } from "../../provider/sandbox";
import { CHECKOUT } from "../../scripts/engine/project";
import { leaksOf } from "../support/leak-scan";
import type { Stack } from "../support/pulumi";
import { NOTHING, test } from "../support/story";

const RESOURCES = ["ApiToken", "User", "SamlGroupMapping", "AutomationKey"];
const PROGRAM = {
  "index.js": `const apptego = require("pulumi-apptego");
    const permissions = ["Builds"];
    new apptego.ApiToken("ApiToken", { permissions });
    new apptego.User("User", { email: "alice@acme.test", permissions });
    new apptego.SamlGroupMapping("SamlGroupMapping", { groupName: "developers", permissions });
    new apptego.AutomationKey("AutomationKey");`,
};

/** What the state carries of each resource's provider, in inputs and outputs. */
async function textsOf(stack: Stack): Promise<Record<string, unknown[]>> {
  const { resources } = (await stack.export()).deployment;
  const ours = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:"));
  return Object.fromEntries(
    ours.map(({ urn, inputs, outputs }): [string, unknown[]] => [
      urn.split("::").at(-1) ?? urn,
      [inputs["__provider"], outputs["__provider"]],
    ]),
  );
}

/** Lets a program find the package in another folder from now on: a second checkout. */
async function moveCheckout(stack: Stack): Promise<void> {
  const checkout = path.join(stack.folder, "another", "checkout");
  await mkdir(checkout, { recursive: true });
  for (const part of ["dist", "package.json"])
    await cp(path.join(CHECKOUT, part), path.join(checkout, part), { recursive: true });
  await symlink(path.join(CHECKOUT, "node_modules"), path.join(checkout, "node_modules"), "junction");
  const link = path.join(stack.project, "node_modules", "pulumi-apptego");
  await rm(link);
  await symlink(checkout, link, "junction");
}

describe("What the state carries of the provider", () => {
  test("is beside the line of the program that declares the resource", async ({ sandbox, startStack }) => {
    const stack = await startStack({ program: PROGRAM, tenant: sandbox });
    await stack.up();

    const { resources } = (await stack.export()).deployment;
    const places = resources
      .filter(({ type }) => type.startsWith("pulumi-nodejs:"))
      .map(({ urn, sourcePosition }) => `${urn.split("::").at(-1)} ${String(sourcePosition)}`);
    expect(places.sort()).toEqual([
      "ApiToken project:///index.js#3,5",
      "AutomationKey project:///index.js#6,5",
      "SamlGroupMapping project:///index.js#5,5",
      "User project:///index.js#4,5",
    ]);
  });

  test("is one short line, the same everywhere, and of no credential", async ({ sandbox, startStack }) => {
    await using other = await startSandbox();
    const stack = await startStack({ program: PROGRAM, tenant: sandbox });
    const elsewhere = await startStack({ program: PROGRAM, tenant: other });
    await moveCheckout(elsewhere);

    expect((await stack.up()).exitCode).toBe(0);
    expect((await elsewhere.up()).exitCode).toBe(0);

    const texts = await textsOf(stack);
    expect(Object.keys(texts).sort()).toEqual([...RESOURCES].sort());
    for (const [type, [input, output]] of Object.entries(texts)) {
      expect(input).toBe(`exports.handler = () => require("pulumi-apptego/runtime").${type}`);
      expect(output).toBe(input);
      expect(String(input).length).toBeLessThanOrEqual(300);
      expect(String(input).match(/require\(/g)).toHaveLength(1);
    }
    expect(await textsOf(elsewhere)).toEqual(texts);
    for (const [one, { credentials }] of [
      [stack, sandbox],
      [elsewhere, other],
    ] as const) {
      const { tokenKey: key, tokenSecret: secret } = credentials;
      const { resources } = (await one.export()).deployment;
      // Pulumi itself keeps the stack's configuration with its provider of all dynamic resources; its secrets encrypted.
      const ours = resources.filter(({ type }) => !type.startsWith("pulumi:providers:"));
      expect(leaksOf(new Map([["state", JSON.stringify(resources)]]), [{ key, secret }])).toEqual([]);
      expect(leaksOf(new Map([["state", JSON.stringify(ours)]]), [{ secret: key }])).toEqual([]);
    }
    expect(await elsewhere.refresh()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: 5 } });
    expect(await elsewhere.destroy()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, delete: 5 } });
  });
});
