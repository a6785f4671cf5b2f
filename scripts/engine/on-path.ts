import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Engine, engineIn, type Environment, executables, parseVersion } from "./engine";
import { Unavailable, versionProblem } from "./engine";
import { start, untilQuiet } from "./process-group";

const VERSION_LIMIT_MS = 30_000;

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** The first executable of that name on PATH, as an absolute path; undefined where there is none. */
export async function which(name: string, env: Environment): Promise<string | undefined> {
  for (const folder of (env["PATH"] ?? "").split(path.delimiter).filter((entry) => path.isAbsolute(entry))) {
    const file = path.join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

/** What `pulumi version` says, without the "v". @throws Unavailable where it says nothing usable. */
export async function versionOf(command: string, env: Environment): Promise<string> {
  const asked = start(command, ["version"], {
    cwd: os.tmpdir(),
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const ended = await untilQuiet(asked, () => Promise.resolve(), VERSION_LIMIT_MS);
  const version = ended?.exitCode === 0 ? parseVersion(ended.stdout) : undefined;
  if (version) return version;
  const said = ended ? (ended.problem ?? (ended.stderr || ended.stdout).trim()) : "nothing in time";
  throw new Unavailable(`'${command} version' said ${said || "nothing"}`);
}

/**
 * The engine that the user has installed. A CLI that is installed as a whole has its helpers beside it;
 * others are looked for on PATH, as the engine does.
 * @throws Unavailable where there is none, or it is too old or incomplete.
 */
export async function engineOnPath(env: Environment): Promise<Engine> {
  const { cli, languageHost, dynamicProvider } = executables();
  const command = await which(cli, env);
  if (!command) throw new Unavailable("no pulumi is on PATH", true);

  const home = path.dirname(await realpath(command));
  for (const helper of [languageHost, dynamicProvider]) {
    if ((await isExecutable(path.join(home, helper))) || (await which(helper, env))) continue;
    throw new Unavailable(`for ${command}, ${helper} is neither beside it nor on PATH`);
  }
  const version = await versionOf(command, env);
  const problem = versionProblem(version);
  if (problem) throw new Unavailable(`${command}: ${problem}`);
  return { ...engineIn(path.dirname(command), version, "path", env), command };
}
