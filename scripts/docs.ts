import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contractPage, resourcePages } from "./docs/pages";

const root = join(import.meta.dirname, "..");

mkdirSync(join(root, "docs", "resources"), { recursive: true });
for (const [file, text] of Object.entries({ ...resourcePages(), ...contractPage() })) {
  writeFileSync(join(root, "docs", file), text);
  console.log(`docs/${file}`);
}
