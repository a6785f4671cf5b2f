import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { z } from "zod";
import { changesIn, changesInSummary } from "./changes";
import { restoreCutState } from "./cut-state";
import type { Engine, Environment } from "./engine";
import { type Running, start } from "./process-group";
import { type Program, setUpProject } from "./project";
import { type Call, type CallResult, PreviewDigest, type PreviewResult, StackExport } from "./results";
import { printed, type RecordedCall, written } from "./traces";

/** What a workspace is made of. */
export interface WorkspaceOptions {
  readonly engine: Engine;
  readonly program: Program;
  /** Plain values by their full name, as in `apptego:tenantId`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Values that the stack's file holds encrypted. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Added to the environment of every call. */
  readonly env?: Environment;
  /** "dev" if left out. */
  readonly stack?: string;
  /** Packages of this checkout that the program imports, beside `pulumi-apptego` and `@pulumi/*`. */
  readonly modules?: readonly string[];
  /** Hears what every call prints, while it prints it. */
  readonly onOutput?: (text: string) => void;
}

/** How to make one call. */
export interface CallOptions {
  readonly input?: string;
  readonly env?: Environment;
  /** The call shows secrets because we asked for them: it is no part of `traces`. */
  readonly reveals?: boolean;
  readonly onOutput?: (text: string) => void;
}

/** A stack of its own: program, state, plugins and settings in one folder that is removed in the end. */
export type Workspace = Awaited<ReturnType<typeof createWorkspace>>;

const OWN = /^(PULUMI|APPTEGO|VITEST|TS_NODE)_?|^(NODE_OPTIONS|NODE_ENV|NODE_PATH)$/;
const QUIET = ["--non-interactive", "--suppress-progress", "--color", "never"];

/** The caller's environment without what would lead a call out of its workspace: other backends, stacks, tenants. */
export function cleanEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OWN.test(name)));
}

/**
 * Makes a folder with the program and a stack in it, on a file backend of its own.
 * @throws Error where `pulumi stack init` or `pulumi config set` fails, with what it said; nothing is left behind then.
 */
export async function createWorkspace(options: WorkspaceOptions) {
  const { engine, stack = "dev" } = options;
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "pulumi-apptego-")));
  const [project, backend, home, temporary] = ["project", "backend", "home", "tmp"].map((name) =>
    path.join(folder, name),
  ) as [string, string, string, string];
  const passphrase = randomBytes(16).toString("hex");
  const env: Environment = {
    ...cleanEnvironment(process.env),
    ...engine.env,
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_HOME: home,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_STACK: stack,
    TMPDIR: temporary,
    TEMP: temporary,
    // Pulumi prints a program's error with colours; on a Node without the fix of nodejs/node#64011 that takes a minute
    // when the stack reaches the frame `node_modules/@pulumi/resource.ts`, which is the tenth.
    NODE_OPTIONS: ["--stack-trace-limit=5", engine.env["NODE_OPTIONS"] ?? ""].join(" ").trim(),
    ...options.env,
  };
  const running = new Set<Running>();
  const calls: RecordedCall[] = [];

  function startCall(args: readonly string[], call: CallOptions = {}): Call {
    const program = start(engine.command, args, {
      cwd: project,
      env: { ...env, ...call.env },
      ...(call.input !== undefined && { input: call.input }),
      onOutput: (text) => {
        options.onOutput?.(text);
        call.onOutput?.(text);
      },
    });
    running.add(program);
    return {
      pid: program.pid,
      kill: program.kill,
      ended: program.ended.then(({ exitCode, stdout, stderr, problem }) => {
        running.delete(program);
        const told = exitCode === undefined ? `${stderr}${problem ?? ""}\n` : stderr;
        const result = { args, exitCode, stdout, stderr: told, changes: changesIn(stdout) };
        calls.push({ ...result, reveals: call.reveals ?? false });
        return result;
      }),
    };
  }
  const pulumi = (args: readonly string[], call?: CallOptions) => startCall(args, call).ended;

  async function mustSucceed(args: readonly string[], call?: CallOptions): Promise<CallResult> {
    const result = await pulumi(args, call);
    if (result.exitCode === 0) return result;
    throw new Error(`pulumi ${args.slice(0, 3).join(" ")}: ${result.stderr.trim() || result.stdout.trim()}`);
  }

  const workspace = {
    /** The temporary folder that holds everything. */
    folder,
    /** Where the program is; a test changes the program here. */
    project,
    /** Where the state is. */
    backend,
    /** What encrypts the state's secrets. */
    passphrase,
    /** The environment of every call. */
    env,
    /** Every call that has ended, in order. */
    calls,

    /** Any call of `pulumi`. */
    pulumi,
    /** A call that can be interrupted. */
    start: startCall,
    /** Sets up what the program says. */
    up: (args: readonly string[] = [], call?: CallOptions) =>
      pulumi(["up", "--yes", "--skip-preview", ...QUIET, ...args], call),
    /** An `up` that can be interrupted. */
    startUp: (args: readonly string[] = [], call?: CallOptions) =>
      startCall(["up", "--yes", "--skip-preview", ...QUIET, ...args], call),
    /** Says what `up` would do; with `json` step by step. */
    async preview({ json = false, args = [] }: { json?: boolean; args?: readonly string[] } = {}) {
      const result = await pulumi(["preview", ...QUIET, ...(json ? ["--json"] : []), ...args]);
      const digest =
        json && result.stdout.startsWith("{") ? PreviewDigest.parse(JSON.parse(result.stdout)) : undefined;
      return {
        ...result,
        steps: digest?.steps ?? [],
        changes: digest ? changesInSummary(digest.changeSummary ?? {}) : result.changes,
      } satisfies PreviewResult;
    },
    /** Compares the state with what is there, and takes over what differs; with `previewOnly` it only tells. */
    refresh({ previewOnly = false, args = [] }: { previewOnly?: boolean; args?: readonly string[] } = {}) {
      return pulumi([
        "refresh",
        ...(previewOnly ? ["--preview-only"] : ["--yes", "--skip-preview"]),
        ...QUIET,
        ...args,
      ]);
    },
    /** Removes everything that the stack holds. */
    destroy: (args: readonly string[] = [], call?: CallOptions) =>
      pulumi(["destroy", "--yes", "--skip-preview", ...QUIET, ...args], call),
    /** The state; secrets are ciphertext unless they are asked for. */
    async export({ showSecrets = false } = {}): Promise<StackExport> {
      const args = ["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])];
      return StackExport.parse(JSON.parse((await mustSucceed(args, { reveals: showSecrets })).stdout));
    },
    /** Replaces the state. */
    import: (state: unknown) =>
      mustSucceed(["stack", "import"], { input: JSON.stringify(state), reveals: true }),
    /** Mends what an engine left that was killed while it saved the state. */
    restoreCutState: () => restoreCutState(backend, stack),
    /** The stack's outputs, secrets in plain text. */
    async outputs(): Promise<Record<string, unknown>> {
      const { stdout } = await mustSucceed(["stack", "output", "--json", "--show-secrets"], {
        reveals: true,
      });
      return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
    },
    /** Sets a plain value of the configuration. */
    setConfig: (key: string, value: string) =>
      mustSucceed(["config", "set", "--plaintext", "--", key, value]),
    /** Sets a secret of the configuration; it goes by stdin, since anyone can read a process's arguments. */
    setSecret: (key: string, value: string) =>
      mustSucceed(["config", "set", "--secret", key], { input: value }),
    /**
     * Everything that the calls left in print or on disk, by where it stands: stdout and stderr of each call that
     * didn't ask for secrets, and every file of the folder but the program's node_modules.
     */
    traces: async (): Promise<ReadonlyMap<string, string>> =>
      new Map([...printed(calls), ...(await written(folder, path.join(project, "node_modules")))]),
    /** Ends what still runs and removes the folder. */
    async dispose(): Promise<void> {
      const ending = [...running].map((program) => {
        program.kill("SIGKILL");
        return program.ended;
      });
      await Promise.all(ending);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };

  try {
    for (const place of [project, backend, home, temporary]) await mkdir(place);
    await setUpProject(project, options.program, options.modules);
    if (options.config)
      await writeFile(path.join(project, `Pulumi.${stack}.yaml`), stringify({ config: options.config }));
    await mustSucceed(["stack", "init", stack, "--non-interactive"]);
    for (const [key, value] of Object.entries(options.secrets ?? {})) await workspace.setSecret(key, value);
  } catch (error) {
    await workspace.dispose();
    throw error;
  }
  return workspace;
}
