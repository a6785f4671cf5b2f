import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import { z } from "zod";

/** The pipeline of the documentation. */
export const PIPELINE = path.resolve(__dirname, "../../docs/ci/gitlab/apptego.gitlab-ci.yml");

const require = createRequire(__filename);
const READER = path.join(path.dirname(require.resolve("gitlab-ci-local/package.json")), "dist/index.js");
const FOR_NODE_20 = path.join(__dirname, "node-20.cjs");

const Lines = z.array(z.string()).default([]);
const Job = z.looseObject({
  before_script: Lines,
  script: Lines,
  variables: z.record(z.string(), z.coerce.string()).default({}),
});

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the pipeline `.gitlab-ci.yml` of a folder as GitLab does, against its schema. */
export async function readPipeline(folder: string, what: "--list" | "--preview") {
  const env = { PATH: process.env["PATH"], HOME: folder };
  await execa("git", ["init", "--quiet"], { cwd: folder });
  return execa("node", ["--require", FOR_NODE_20, READER, what], {
    ...{ cwd: folder, env, extendEnv: false, reject: false, all: true, stdin: "ignore" },
  });
}

/** A job of the documentation's pipeline with everything that it inherits. */
async function jobOf(name: string, folder: string) {
  await copyFile(PIPELINE, path.join(folder, ".gitlab-ci.yml"));
  const { stdout } = await readPipeline(folder, "--preview");
  const { [name]: job } = z.record(z.string(), z.unknown()).parse(parse(stdout));
  return Job.parse(job);
}

/** Runs a job of the documentation's pipeline as GitLab's runner does: its lines, one after the other, in one bash. */
export async function runPipelineJob(
  name: string,
  world: { readonly folder: string; readonly env: Environment },
) {
  const { folder, env } = world;
  const { before_script: before, script, variables } = await jobOf(name, folder);
  return execa(
    "bash",
    ["--noprofile", "--norc", "-eo", "pipefail", "-c", [...before, ...script].join("\n")],
    {
      ...{ cwd: folder, env: { ...env, ...variables, CI: "true", GITLAB_CI: "true" } },
      ...{ extendEnv: false, reject: false, all: true, stdin: "ignore" },
    },
  );
}
