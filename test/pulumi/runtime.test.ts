import path from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import * as runtime from "../../provider/pulumi/runtime";
import { resources } from "../../provider/resources";

const METHODS = ["check", "configure", "create", "delete", "diff", "read", "update"];

describe("What the states of users name", () => {
  test("is one provider a resource type, under the type's name", () => {
    expect(Object.keys(runtime).sort()).toEqual(Object.keys(resources).sort());
  });

  test.each(Object.entries(runtime))("has all that the engine calls: %s", (_type, provider) => {
    expect(Object.keys(provider).sort()).toEqual(METHODS);
  });
});

describe("What a program loads, and a provider process,", () => {
  test.each(["index", "pulumi/runtime"])(
    "is no YAML before there is a file to read, no HTTP before a call, and nothing of the command and the sandbox: %s",
    async (name) => {
      const file = path.join(__dirname, "../../provider", `${name}.ts`);
      const script = `require(${JSON.stringify(file)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
      const { stdout } = await execa("node", ["--import", "tsx", "--eval", script]);
      const files = JSON.parse(stdout) as string[];
      const early = /node_modules\/(yaml|axios|form-data)\/|provider\/(cli|sandbox)\//;

      expect(files.filter((loaded) => early.test(loaded))).toEqual([]);
      expect(files.some((loaded) => loaded.includes("provider/api/contract-file"))).toBe(true);
    },
  );
});
