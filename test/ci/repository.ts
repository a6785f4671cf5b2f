import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { CHECKOUT } from "../../scripts/engine/project";

/** The packages of a repository: links to this checkout, so that `npm ci` needs no network. */
const LINKED = { "@pulumi/pulumi": "node_modules/@pulumi/pulumi", "pulumi-apptego": "." } as const;

const FILES = {
  ".gitignore": "node_modules\napptego\n.gitlab-ci-local\n",
  "Pulumi.yaml": "name: acme-access\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
};

/** A git repository with a Pulumi program in `folder`, and what `npm ci` needs. */
export async function makeRepository(folder: string) {
  const run = (command: string, ...args: string[]) => execa(command, args, { cwd: folder });
  const git = (...args: string[]) =>
    run(
      "git",
      "-c",
      "user.name=Acme",
      "-c",
      "user.email=ci@acme.test",
      "-c",
      "commit.gpgsign=false",
      ...args,
    );
  const write = (files: Readonly<Record<string, string>>) =>
    Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));

  await mkdir(folder, { recursive: true });
  await run("git", "init", "--quiet", "--initial-branch", "main");
  const links = Object.entries(LINKED).map(([name, place]) => [name, `file:${path.join(CHECKOUT, place)}`]);
  const dependencies = Object.fromEntries(links) as Record<string, string>;
  const manifest = { name: "acme-access", private: true, main: "index.js", dependencies };
  await write({ ...FILES, "package.json": JSON.stringify(manifest) });
  await run(
    "npm",
    "install",
    "--package-lock-only",
    "--ignore-scripts",
    "--offline",
    "--no-audit",
    "--no-fund",
  );
  await run("npm", "ci", "--ignore-scripts", "--offline", "--no-audit", "--no-fund");
  return {
    folder,
    git,
    /** Commits a state of the program and further files; the commit's name. */
    async commit(files: Readonly<Record<string, string>>): Promise<string> {
      await write(files);
      await git("add", "--all");
      await git("commit", "--quiet", "--message", "Access");
      return (await git("rev-parse", "HEAD")).stdout;
    },
  };
}

/** The program that declares an access, by name of the resource. */
export function programOf(access: Readonly<Record<string, readonly [type: string, args: object]>>): string {
  const lines = Object.entries(access).map(
    ([name, [type, args]]) => `new apptego.${type}(${JSON.stringify(name)}, ${JSON.stringify(args)});`,
  );
  return ['const apptego = require("pulumi-apptego");', ...lines, ""].join("\n");
}
