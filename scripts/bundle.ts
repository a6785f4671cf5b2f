import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/**
 * Makes one file of what a program loads, and one of what the provider's process loads, after the compiler: both are
 * started for each command of the engine, and opening 180 small files is a third of what they load.
 *
 * What speaks HTTP stays outside, so that whoever uses the package can update it without us. Of the packages that are
 * inside, the licences stand beside the files.
 */
const ROOT = path.resolve(import.meta.dirname, "..");
const TARGET = path.join(ROOT, "dist");
const OUTSIDE = ["@pulumi/*", "axios", "axios-retry", "yaml"];

const { metafile } = await build({
  entryPoints: ["provider/index.ts", "provider/pulumi/runtime.ts"],
  outbase: "provider",
  outdir: TARGET,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20.19",
  external: OUTSIDE,
  metafile: true,
  absWorkingDir: ROOT,
});

const PACKAGE = /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const packages = new Set(Object.keys(metafile.inputs).flatMap((input) => PACKAGE.exec(input)?.[1] ?? []));
const licences = await Promise.all(
  [...packages].sort().map(async (folder) => {
    const file = (await readdir(path.join(ROOT, folder))).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) throw new Error(`${folder} has no licence, so it can't be in a file of ours.`);
    const text = await readFile(path.join(ROOT, folder, file), "utf8");
    return `${folder.replace("node_modules/", "")}\n\n${text.trim()}\n`;
  }),
);
await writeFile(
  path.join(TARGET, "licences.txt"),
  `index.js and pulumi/runtime.js hold these packages:\n\n${licences.join("\n----\n\n")}`,
);
