import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const manifest = z.object({ version: z.string() });

/** This package's version. */
export const VERSION = manifest.parse(
  JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")),
).version;
