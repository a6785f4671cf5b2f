import path from "node:path";
import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";

const eslint = new ESLint({ cwd: path.resolve(__dirname, "../..") });

/** The rules that this text breaks, where it would stand in that file. */
async function broken(file: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return result?.messages.map((message) => message.ruleId) ?? [];
}

describe("Lint refuses", () => {
  test.each([
    [
      "the API layer that imports a resource",
      "provider/api/contract.ts",
      `export * from "../resources/lifecycle";`,
    ],
    [
      "the sandbox that imports a resource",
      "provider/sandbox/index.ts",
      `export * from "../resources/lifecycle";`,
    ],
    [
      "a resource that imports the tenant file",
      "provider/resources/lifecycle.ts",
      `export * from "../tenant-access/shape";`,
    ],
    [
      "a resource that imports the adapter",
      "provider/resources/lifecycle.ts",
      `export * from "../pulumi/runtime";`,
    ],
    [
      "the access model that imports a resource",
      "provider/access/model.ts",
      `export * from "../resources/lifecycle";`,
    ],
    ["a policy that imports the adapter", "provider/policy/pack.ts", `export * from "../pulumi/runtime";`],
    [
      "the adapter that imports the sandbox",
      "provider/pulumi/runtime.ts",
      `export * from "../sandbox/index";`,
    ],
  ])("%s", async (_, file, text) => {
    expect(await broken(file, text)).toEqual(["no-restricted-imports"]);
  });

  test.each([
    ["Pulumi in a resource", "provider/resources/lifecycle.ts", `export * from "@pulumi/pulumi";`],
    ["Pulumi in the client", "provider/api/contract.ts", `export * from "@pulumi/pulumi/dynamic";`],
    ["HTTP in a resource", "provider/resources/lifecycle.ts", `export * from "axios";`],
    ["HTTP in the adapter", "provider/pulumi/runtime.ts", `export * from "axios-retry";`],
    ["a timer in a test", "test/house/lint.test.ts", `export * from "node:timers/promises";`],
  ])("%s", async (_, file, text) => {
    expect(await broken(file, text)).toEqual(["no-restricted-imports"]);
  });

  test.each([
    ["the environment", `export const home = process.env["HOME"];`, "no-restricted-properties"],
    ["output", `console.log("created");`, "no-console"],
    [
      "a decision on a text",
      `export const gone = (error: Error) => error.message.includes("gone");`,
      "no-restricted-syntax",
    ],
    ["a forgotten await", `Promise.resolve();`, "@typescript-eslint/no-floating-promises"],
    ["any", `export const anything = (value: any): unknown => value;`, "@typescript-eslint/no-explicit-any"],
    [
      "a non-null assertion",
      `export const first = (list: string[]) => list[0]!;`,
      "@typescript-eslint/no-non-null-assertion",
    ],
  ])("%s in a resource", async (_, text, rule) => {
    expect(await broken("provider/resources/lifecycle.ts", text)).toEqual([rule]);
  });

  test("a skipped test", async () => {
    expect(await broken("test/house/lint.test.ts", `test.skip("later", () => {});`)).toContain(
      "no-restricted-syntax",
    );
  });

  test("an exception that is made in the code", async () => {
    const text = `/* eslint-disable no-console */\nconsole.log("created");`;

    expect(await broken("provider/resources/lifecycle.ts", text)).toContain("no-console");
  });
});
