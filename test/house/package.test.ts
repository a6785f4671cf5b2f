import { tmpdir } from "node:os";
import path from "node:path";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const ROOT = path.resolve(__dirname, "../..");

const PackageJson = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  peerDependencies: z.record(z.string(), z.string()),
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean() })),
});
const Lock = z.object({
  packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
});
const Packed = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }));

async function readJson<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema>> {
  return schema.parse(JSON.parse(await readFile(path.join(ROOT, file), "utf8")));
}

const run = (command: string, ...args: string[]) =>
  execa(command, args, { cwd: ROOT, preferLocal: true, reject: false });

describe("The package that is published", () => {
  let folder: string;
  let tarball: string;
  let files: string[];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "apptego-pack-"));
    const { stdout } = await execa("npm", ["pack", "--json", "--pack-destination", folder], { cwd: ROOT });
    const [packed] = Packed.parse(JSON.parse(stdout));
    if (!packed) throw new Error("npm pack made no package: run `npm run build` and look at its message.");
    tarball = path.join(folder, packed.filename);
    files = packed.files.map((file) => file.path);
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("holds what runs, its types and its papers, and nothing else", () => {
    const allowed =
      /^(dist\/.+\.(js|d\.ts)|dist\/access\/page\/page\.css|dist\/licences\.txt|schemas\/[\w.-]+\.json|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;

    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
  });

  test.each(["package.json", "README.md", "LICENSE", "CHANGELOG.md", "dist/index.js", "dist/index.d.ts"])(
    "holds %s",
    (file) => {
      expect(files).toContain(file);
    },
  );

  test.each(["index.js", "pulumi/runtime.js"])(
    "holds all that %s loads in that file, with the licences, but nothing that speaks HTTP",
    async (file) => {
      const text = await readFile(path.join(ROOT, `dist/${file}`), "utf8");
      const licences = await readFile(path.join(ROOT, "dist/licences.txt"), "utf8");
      const inside = new Set(
        [...text.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, name]) => name),
      );

      expect(text).not.toMatch(/require\("\.\.?\//);
      expect([...inside]).toContain("zod");
      expect([...inside].filter((name) => /axios|follow-redirects|proxy|form-data/.test(name ?? ""))).toEqual(
        [],
      );
      for (const name of inside) expect(licences).toContain(`\n${name}\n`);
    },
  );

  test("is clean to publint", async () => {
    const { exitCode, stdout } = await run("publint", "run", tarball, "--strict");

    expect(stdout).toContain("All good!");
    expect(exitCode).toBe(0);
  }, 60_000);

  test("gives its types to every way of importing it", async () => {
    const { exitCode, stdout } = await run("attw", tarball, "--profile", "node16", "--no-color");

    expect(exitCode, stdout).toBe(0);
  }, 60_000);
});

describe("The dependencies", () => {
  test("are pinned exactly, but for the peer that the user chooses", async () => {
    const { dependencies, devDependencies } = await readJson("package.json", PackageJson);
    const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );

    expect(ranges).toEqual([["pulumi-apptego", "file:."]]);
  });

  test("each have their reason in docs/decisions/0004", async () => {
    const { dependencies, devDependencies } = await readJson("package.json", PackageJson);
    const text = await readFile(path.join(ROOT, "docs/decisions/0004-libraries.md"), "utf8");
    const reasoned = [...text.matchAll(/^\| (`.+?) +\|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );

    const names = Object.keys({ ...dependencies, ...devDependencies });
    const inTable = names.map((name) => (name.startsWith("@types/") ? "@types/*" : name));
    expect(new Set(reasoned)).toEqual(new Set(inTable));
  });

  test("never run an install script", async () => {
    const npmrc = await readFile(path.join(ROOT, ".npmrc"), "utf8");

    expect(npmrc.split("\n")).toContain("ignore-scripts=true");
  });

  test("have no install script that anything here would need", async () => {
    const { packages } = await readJson("package-lock.json", Lock);
    const withScript = Object.entries(packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([name]) => name.replace(/^.*node_modules\//, ""))
      .sort();

    // esbuild only checks its binary, which comes as an optional dependency; fsevents is for macOS;
    // protobufjs prints a warning about its version. All work without.
    const known = ["esbuild", "fsevents", "protobufjs"];
    expect(withScript.filter((name) => !known.includes(name))).toEqual([]);
  });

  test("leave the choice of Pulumi's version to the user", async () => {
    const { dependencies, peerDependencies } = await readJson("package.json", PackageJson);

    expect(Object.keys(dependencies).filter((name) => name.startsWith("@pulumi/"))).toEqual([]);
    expect(peerDependencies).toEqual({
      "@pulumi/policy": expect.stringMatching(/^>=1\.\d+\.\d+ <2$/),
      "@pulumi/pulumi": expect.stringMatching(/^>=3\.\d+\.\d+ <4$/),
    });
  });

  test("ask nobody for @pulumi/policy who doesn't run policies", async () => {
    const { peerDependenciesMeta } = await readJson("package.json", PackageJson);

    expect(peerDependenciesMeta).toEqual({ "@pulumi/policy": { optional: true } });
  });
});
