import { mkdtemp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import envPaths from "env-paths";
import { binFolder, publish, readCached } from "./cache";
import { type Engine, engineIn, type EngineSource, type Environment, type OnProgress } from "./engine";
import { Unavailable } from "./engine";
import { goBuild } from "./go-build";
import { officialInstaller } from "./installer";
import { alone } from "./lock";
import { engineOnPath } from "./on-path";

/** A way of getting an engine that isn't there yet. */
export interface Getter {
  readonly source: Extract<EngineSource, "installer" | "go">;
  /** What it is, for people. */
  readonly label: string;
  /** Names its result in the cache: everything that decides about the bytes, but for the platform. */
  key(): Promise<string>;
  /** Puts the executables into `bin` of the folder and returns the CLI's version. @throws Unavailable where it can't. */
  get(staging: string, context: { env: Environment; onProgress: OnProgress }): Promise<string>;
}

/** One way to a result, by name. */
export interface Way<T> {
  readonly label: string;
  take(): Promise<T>;
}

/** A way that was closed, and why. */
export interface Refusal {
  readonly label: string;
  readonly reason: string;
  /** Whether it is no news. */
  readonly expected: boolean;
}

/** No way led to an engine; the message lists every one with its reason, and says what to do. */
export class EngineNotFound extends Error {
  override readonly name = "EngineNotFound";

  constructor(readonly refusals: readonly Refusal[]) {
    super(
      [
        "Looked for a pulumi engine: none can be had here.",
        ...refusals.map(({ label, reason }) => `  - ${label}: ${reason}`),
        "Do one of these, then run the command again:",
        "  - install Pulumi, so that `pulumi version` works: https://www.pulumi.com/docs/install/",
        "  - let this machine reach https://get.pulumi.com and https://github.com",
        "  - install Go 1.25.8 or newer (https://go.dev/dl/), with a module proxy that it can reach (`go env GOPROXY`)",
      ].join("\n"),
    );
  }
}

/** Takes the first way that is open. Only Unavailable closes a way; any other error is a fault of ours and is thrown. */
export async function firstOpen<T>(
  ways: readonly Way<T>[],
  onRefusal: (refusal: Refusal) => void = () => undefined,
): Promise<{ found?: T; refusals: Refusal[] }> {
  const refusals: Refusal[] = [];
  for (const way of ways) {
    try {
      return { found: await way.take(), refusals };
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const refusal = { label: way.label, reason: error.message, expected: error.expected };
      refusals.push(refusal);
      onRefusal(refusal);
    }
  }
  return { refusals };
}

/** How an engine is looked for; what is left out is this process's own. */
export interface FindOptions {
  readonly env?: Environment;
  readonly onProgress?: OnProgress;
  readonly cacheFolder?: string;
  readonly getters?: readonly Getter[];
}

/** Where engines are kept between runs: the user's cache folder. */
export const defaultCacheFolder = () => path.join(envPaths("pulumi-apptego", { suffix: "" }).cache, "engine");

const STAGING = "new-";

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What processes that were killed left behind: each names its folder by its process id. */
async function removeLeftovers(cacheFolder: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    if (!name.startsWith(STAGING) || isAlive(Number(name.split("-")[1]))) continue;
    await rm(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}

/** Gets an engine into a folder of its own and makes it visible when it is whole. @throws Unavailable */
async function getInto(
  folder: string,
  getter: Getter,
  env: Environment,
  onProgress: OnProgress,
): Promise<Engine> {
  const cacheFolder = path.dirname(folder);
  const staging = await mkdtemp(path.join(cacheFolder, `${STAGING}${process.pid}-`));
  try {
    const version = await getter.get(staging, { env, onProgress });
    onProgress({ kind: "step", text: `putting pulumi ${version} into ${cacheFolder}` });
    await publish(staging, folder, version);
    return engineIn(binFolder(folder), version, getter.source, env);
  } catch (error) {
    if (error instanceof Error && "syscall" in error) throw new Unavailable(error.message); // a full disk, say
    throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * The engine to run programs with: `pulumi` on PATH, else the one cached earlier, else the official installer's,
 * else a build from Go modules; the last two are cached.
 * @throws EngineNotFound where every way is closed.
 */
export async function findEngine(options: FindOptions = {}): Promise<Engine> {
  const {
    env = process.env,
    onProgress = () => undefined,
    cacheFolder = defaultCacheFolder(),
    getters = [officialInstaller(), goBuild],
  } = options;
  const folderOf = async (getter: Getter) =>
    path.join(cacheFolder, `${await getter.key()}-${process.platform}-${process.arch}`);

  const onPath: Way<Engine> = { label: "pulumi on PATH", take: () => engineOnPath(env) };
  const cached = getters.map((getter): Way<Engine> => ({
    label: `the cache (${getter.source})`,
    take: async () => {
      const folder = await folderOf(getter);
      const { version } = await readCached(folder);
      return engineIn(binFolder(folder), version, "cache", env);
    },
  }));
  const fresh = getters.map((getter): Way<Engine> => ({
    label: getter.label,
    take: async () => getInto(await folderOf(getter), getter, env, onProgress),
  }));
  const tell = ({ label, reason, expected }: Refusal) => {
    if (!expected) onProgress({ kind: "note", text: `${label} can't be used: ${reason}` });
  };

  const atHand = await firstOpen([onPath, ...cached], tell);
  if (atHand.found) return atHand.found;
  const locked: Way<Awaited<ReturnType<typeof firstOpen<Engine>>>> = {
    label: "the cache",
    take: () =>
      alone(cacheFolder, onProgress, async () => {
        await removeLeftovers(cacheFolder);
        const again = await firstOpen(cached); // who had the lock before us may have got it
        return again.found ? again : await firstOpen(fresh, tell);
      }),
  };
  const { found: outcome, refusals } = await firstOpen([locked], tell);
  if (outcome?.found) return outcome.found;
  throw new EngineNotFound([...atHand.refusals, ...(outcome?.refusals ?? []), ...refusals]);
}
