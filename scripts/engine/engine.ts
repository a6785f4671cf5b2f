import path from "node:path";

/** Where an engine comes from, in the order of preference. */
export type EngineSource = "path" | "cache" | "installer" | "go";

/** A `pulumi` that can run Node.js programs with dynamic resources. */
export interface Engine {
  /** The executable, as an absolute path. */
  readonly command: string;
  /** The folder that holds it; it goes first on PATH. */
  readonly folder: string;
  /** Without a leading "v". */
  readonly version: string;
  readonly source: EngineSource;
  /** What must be added to the environment of every call: PATH, and no calls home. */
  readonly env: Readonly<Record<string, string>>;
}

/** What happens while an engine is being found: a `step` begins, a `detail` of it is news, a `note` stays on the screen. */
export interface ProgressEvent {
  readonly kind: "step" | "detail" | "note";
  readonly text: string;
}

/** Receives progress; it must not throw. */
export type OnProgress = (event: ProgressEvent) => void;

/** An environment as a child process takes it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The oldest CLI that is taken from PATH: the lower end of the package's peer range for `@pulumi/pulumi`. */
export const OLDEST_VERSION = "3.150.0";

/** A way to an engine that is closed here; the message is the reason, as a part of a sentence. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";

  /** `expected` marks what is no news: nothing on PATH, nothing cached yet. */
  constructor(
    reason: string,
    readonly expected = false,
  ) {
    super(reason);
  }
}

/** The executables that a program with dynamic resources needs, by what they are called on this platform. */
export function executables(platform: NodeJS.Platform = process.platform) {
  const windows = platform === "win32";
  return {
    cli: windows ? "pulumi.exe" : "pulumi",
    languageHost: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
    dynamicProvider: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
  };
}

/** The engine in a folder; `env` is the caller's environment, whose PATH follows the folder. */
export function engineIn(folder: string, version: string, source: EngineSource, env: Environment): Engine {
  return {
    command: path.join(folder, executables().cli),
    folder,
    version,
    source,
    env: {
      PATH: [folder, ...(env["PATH"] ? [env["PATH"]] : [])].join(path.delimiter),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  };
}

/** "3.232.0" of "v3.232.0\n" or "3.232.0-dev.1"; undefined for anything that isn't a version. */
export function parseVersion(text: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+)/.exec(text.trim())?.[1];
}

/** Why a CLI of that version can't be used; undefined if it can. */
export function versionProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_VERSION.split(".").map(Number);
  if (major === oldestMajor && minor >= oldestMinor) return undefined;
  return `it is version ${version}, and this project needs ${OLDEST_VERSION} or a later version ${oldestMajor}`;
}
