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

describe("A provider process", () => {
  test("loads no YAML before there is a file to read, no HTTP before a call, and nothing of the command and the sandbox", async () => {
    const runtimeFile = path.join(__dirname, "../../provider/pulumi/runtime.ts");
    const script = `require(${JSON.stringify(runtimeFile)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
    const { stdout } = await execa("node", ["--import", "tsx", "--eval", script]);
    const files = JSON.parse(stdout) as string[];

    expect(
      files.filter((file) => /node_modules\/(yaml|axios)\/|provider\/(cli|sandbox)\//.test(file)),
    ).toEqual([]);
    expect(files.some((file) => file.includes("provider/api/contract-file"))).toBe(true);
  });
});
