import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { withCompileCache } from "../../../scripts/engine/compile-cache";
import { engineIn } from "../../../scripts/engine/engine";
import { CHECKOUT } from "../../../scripts/engine/project";
import { test } from "../../support/temporary-folder";

const engine = engineIn("/engine/bin", "3.232.0", "cache", { PATH: "/usr/bin" });
const PROGRAM = `
const yaml = require(${JSON.stringify(path.join(CHECKOUT, "node_modules/yaml"))});
import("node:path").then(({ sep }) => console.log(yaml.parse("a: 1").a, require.main === module, require.resolve("yaml") !== sep));
`;

describe("Compiled packages", () => {
  test("are kept for the next program, which does the same, and gone in the end", async ({ folder }) => {
    const cache = await withCompileCache(engine);
    const { NODE_COMPILE_CACHE, TEST_COMPILE_CACHE } = cache.engine.env;
    const kept = NODE_COMPILE_CACHE ?? TEST_COMPILE_CACHE ?? "";
    const program = path.join(folder, "program.cjs");
    await writeFile(program, PROGRAM);
    const env = {
      ...cache.engine.env,
      PATH: process.env["PATH"],
      NODE_PATH: path.join(CHECKOUT, "node_modules"),
    };
    for (const run of ["first", "second"]) {
      const { stdout } = await execa(process.execPath, [program], { env, extendEnv: false });
      expect([run, stdout]).toEqual([run, "1 true true"]);
      expect(await readdir(kept)).not.toEqual([]);
    }
    await cache.end();

    expect(existsSync(kept)).toBe(false);
  });

  test("are what was cut off as little as what nobody has written yet", async ({ folder }) => {
    const cache = await withCompileCache(engine, "20.20.0");
    const program = path.join(folder, "program.cjs");
    await writeFile(program, PROGRAM);
    const env = {
      ...cache.engine.env,
      PATH: process.env["PATH"],
      NODE_PATH: path.join(CHECKOUT, "node_modules"),
    };
    const run = async () => (await execa(process.execPath, [program], { env, extendEnv: false })).stdout;
    await run();
    const [file = ""] = await readdir(cache.engine.env["TEST_COMPILE_CACHE"] ?? "");
    for (const text of ["", "\u0001", "cut off"]) {
      await writeFile(path.join(cache.engine.env["TEST_COMPILE_CACHE"] ?? "", file), text);
      expect(await run()).toBe("1 true true");
    }
    await cache.end();
  });

  test.each([
    ["20.20.2", ["NODE_OPTIONS", "TEST_COMPILE_CACHE"]],
    ["22.1.0", ["NODE_COMPILE_CACHE"]],
    ["26.0.0", ["NODE_COMPILE_CACHE"]],
  ])("are kept by Node %s itself, where it can", async (version, names) => {
    const cache = await withCompileCache(engine, version);
    const { PATH, PULUMI_SKIP_UPDATE_CHECK, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION, ...added } =
      cache.engine.env;
    await cache.end();

    expect(Object.keys(added).sort()).toEqual(names);
    expect({ PATH, PULUMI_SKIP_UPDATE_CHECK, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION }).toEqual(
      engine.env,
    );
  });
});
