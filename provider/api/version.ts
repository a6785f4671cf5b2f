import { readFileSync } from "node:fs";
import { join } from "node:path";

const manifest = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");

/** This package's version. Its own manifest needs no schema, so that `apptego --help` loads no zod. */
export const VERSION = (JSON.parse(manifest) as { readonly version: string }).version;
