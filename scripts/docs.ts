import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cliPage } from "./docs/cli-page";
import { contractPage, resourcePages } from "./docs/pages";

const root = join(import.meta.dirname, "..");

mkdirSync(join(root, "docs", "resources"), { recursive: true });
for (const [file, text] of Object.entries({ ...resourcePages(), ...contractPage(), ...(await cliPage()) })) {
  writeFileSync(join(root, "docs", file), text);
  console.log(`docs/${file}`);
}
