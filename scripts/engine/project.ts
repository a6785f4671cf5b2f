import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";

/** The checkout that the programs under test import from. */
export const CHECKOUT = path.resolve(import.meta.dirname, "../..");

/** A Pulumi program: a folder to copy, or its files by name. */
export type Program = string | Readonly<Record<string, string>>;

/** What a program finds in its node_modules: links, so that no install is needed. */
const MODULES = ["@pulumi", "@types", "typescript"];

async function link(target: string, place: string): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true });
  await symlink(target, place, "junction"); // Windows lets everyone make junctions
}

function settings(files: Readonly<Record<string, string>>): Record<string, string> {
  const typescript = "index.ts" in files;
  const main = ["index.ts", "index.mjs", "index.cjs", "index.js"].find((name) => name in files) ?? "index.js";
  return {
    "Pulumi.yaml": stringify({
      name: "engine-test",
      runtime: { name: "nodejs", options: { typescript } },
    }),
    "package.json": JSON.stringify({ name: "engine-test", private: true, main }),
    ...(typescript && {
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "es2022",
          module: "node16",
          strict: true,
          skipLibCheck: true,
          types: ["node"],
        },
        files: ["index.ts"],
      }),
    }),
  };
}

/**
 * Puts a program into an empty folder, with links to this checkout for `pulumi-apptego` and to its node_modules.
 * `modules` names further packages of the checkout's node_modules. Stack files and node_modules of a copied
 * folder stay behind.
 */
export async function setUpProject(
  folder: string,
  program: Program,
  modules: readonly string[] = [],
): Promise<void> {
  if (typeof program === "string") {
    const copied = (file: string) =>
      !/[\\/](node_modules$|Pulumi\.[^\\/]+\.yaml$)/.test(file.slice(program.length));
    await cp(program, folder, { recursive: true, filter: copied });
  } else {
    for (const [name, text] of Object.entries({ ...settings(program), ...program })) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
  }
  await link(CHECKOUT, path.join(folder, "node_modules", "pulumi-apptego"));
  for (const name of [...MODULES, ...modules])
    await link(path.join(CHECKOUT, "node_modules", name), path.join(folder, "node_modules", name));
}
