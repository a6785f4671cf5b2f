import { mkdir } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import writeFileAtomic from "write-file-atomic";
import { CHECKOUT } from "../scripts/engine/project";

/**
 * Makes the script that reads every resource of a state ten times, one file with the provider and all that it loads but Pulumi's SDK:
 * `node --expose-gc SCRIPT STATE`, with the provider's settings in the environment. Returns its path: in `node_modules`,
 * so that it finds what the provider loads later, and this package by its name.
 */
export async function makeReads(): Promise<string> {
  const outfile = path.join(CHECKOUT, "node_modules/.cache/bench-reads.cjs");
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, "programs/reads.cjs")],
    write: false,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    external: ["@pulumi/*"],
    logLevel: "error",
  });
  await mkdir(path.dirname(outfile), { recursive: true });
  for (const { contents } of outputFiles) await writeFileAtomic(outfile, Buffer.from(contents)); // another may run it
  return outfile;
}
