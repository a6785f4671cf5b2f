import { createRequire } from "node:module";

// By the package's own name: the code may stand in one file or in many.
const manifest = createRequire(__filename)("pulumi-apptego/package.json") as { readonly version: string };

/** This package's version. Its own manifest needs no schema, so that `apptego --help` loads no zod. */
export const VERSION = manifest.version;
