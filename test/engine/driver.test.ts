import { access, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Call } from "../../scripts/engine/results";
import { describe, expect } from "vitest";
import { test } from "../support/pulumi";

const NONE = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
const SECRET = "correct horse battery staple";

const programs = {
  "CommonJS program": {
    "index.js": `const pulumi = require("@pulumi/pulumi");
      const config = new pulumi.Config();
      exports.greeting = "hello " + config.require("name");
      exports.password = config.requireSecret("password");`,
  },
  "program of ES modules": {
    "index.mjs": `import * as pulumi from "@pulumi/pulumi";
      const config = new pulumi.Config();
      export const greeting = "hello " + config.require("name");
      export const password = config.requireSecret("password");`,
  },
  "TypeScript program": {
    "index.ts": `import * as pulumi from "@pulumi/pulumi";
      const config = new pulumi.Config();
      export const greeting: string = "hello " + config.require("name");
      export const password: pulumi.Output<string> = config.requireSecret("password");`,
  },
};

/** A program with resources that read back another value than was written. */
const dynamic = (body: string) => ({
  "index.js": `const { dynamic } = require("@pulumi/pulumi");
    const provider = {
      async diff(id, olds, news) { return { changes: olds.x !== news.x }; },
      async create(inputs) {
        if (inputs.hang) await new Promise((resolve) => setInterval(() => resolve, 1000));
        return { id: "id", outs: inputs };
      },
      async update(id, olds, news) { return { outs: news }; },
      async read(id, props) { return { id, props: { ...props, x: -props.x } }; },
      async delete() {},
    };
    class Thing extends dynamic.Resource {
      constructor(name, args) { super(provider, name, args, undefined, undefined, "Thing"); }
    }
    ${body}`,
});

describe("A stack", () => {
  test.for(Object.entries(programs))("runs a %s on the real engine", async ([, program], { startStack }) => {
    const stack = await startStack({
      program,
      config: { "engine-test:name": "tenant" },
      secrets: { "engine-test:password": SECRET },
    });

    expect(await stack.preview()).toMatchObject({ exitCode: 0, changes: { ...NONE, create: 1 } });
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NONE, create: 1 } });
    expect(await stack.outputs()).toEqual({ greeting: "hello tenant", password: SECRET });
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NONE, same: 1 } });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NONE, delete: 1 } });
    expect((await stack.export()).deployment.resources).toEqual([]);
    expect([...(await stack.traces()).values()].filter((text) => text.includes(SECRET))).toEqual([]);
  });

  test("runs dynamic resources, and tells what happens to them", async ({ startStack }) => {
    const stack = await startStack({
      program: dynamic(`new Thing("a", { x: 1 }); new Thing("b", { x: 1 });`),
    });
    expect((await stack.up()).changes).toEqual({ ...NONE, create: 3 });

    await writeFile(
      path.join(stack.project, "index.js"),
      dynamic(`new Thing("a", { x: 2 }); new Thing("c", { x: 1 });`)["index.js"],
    );
    const expected = { ...NONE, create: 1, update: 1, delete: 1 };
    const preview = await stack.preview({ json: true });
    expect(preview.changes).toEqual({ ...expected, same: 1 });
    expect(preview.steps.find(({ urn }) => urn.endsWith("::a"))).toMatchObject({ op: "update" });
    expect((await stack.up()).changes).toEqual({ ...expected, same: 1 });

    expect((await stack.refresh({ previewOnly: true })).changes).toEqual({ ...NONE, update: 2, same: 1 });
    expect((await stack.refresh()).changes).toEqual({ ...NONE, update: 2, same: 1 });
    expect((await stack.destroy()).changes).toEqual({ ...NONE, delete: 3 });
  });

  test("tells why a program fails", async ({ startStack }) => {
    const stack = await startStack({ program: { "index.js": `throw new Error("out of " + "order");` } });
    const result = await stack.up();

    expect(result.exitCode).not.toBe(0);
    expect(result.stdout).toContain("out of order");
  });

  test("can be read again where a killed engine cut off what it saved", async ({ startStack }) => {
    const stack = await startStack({ program: { "index.js": `exports.greeting = "hello";` } });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const folder = path.join(stack.folder, "backend", ".pulumi", "stacks");
    const files = await readdir(folder, { recursive: true });
    const fileOf = (name: string) => path.join(folder, files.find((file) => file.endsWith(name)) ?? name);
    for (const name of ["dev.json.attrs", "dev.json"]) {
      await writeFile(fileOf(name), "");
      await expect(stack.export()).rejects.toThrow("failed to load checkpoint");
      await stack.restoreCutState();

      expect((await stack.export()).deployment.resources).toHaveLength(1);
    }
  });

  test("is gone, with everything that ran, when it is disposed of in the middle of a call", async ({
    startStack,
  }) => {
    const stack = await startStack({ program: dynamic(`new Thing("a", { x: 1, hang: true });`) });
    const call = await new Promise<Call>((resolve) => {
      const up = stack.startUp([], {
        onOutput: (text) => (text.includes("Thing a creating") ? resolve(up) : undefined),
      });
    });
    await stack.dispose();

    expect((await call.ended).exitCode).toBeUndefined();
    await expect(access(stack.folder)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
