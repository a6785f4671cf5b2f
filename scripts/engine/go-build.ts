import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type Environment, executables, type OnProgress, Unavailable } from "./engine";
import type { Getter } from "./find";
import { versionOf, which } from "./on-path";
import { run, start, untilQuiet } from "./process-group";

const BUILD = path.join(import.meta.dirname, "build");
const CLI = {
  folder: path.join(BUILD, "cli"),
  module: "github.com/pulumi/pulumi/pkg/v3",
  main: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  usual: "2 to 5 minutes",
};
// Later versions of the language host are a module that needs a checkout of Pulumi's repository.
const LANGUAGE_HOST = {
  folder: path.join(BUILD, "language-host"),
  module: "github.com/pulumi/pulumi/sdk/v3",
  main: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  usual: "up to a minute",
};
type Part = typeof CLI;

/** Linking is silent for a while, on a slow machine for minutes. */
const QUIET_LIMIT_MS = 300_000;

/** The version that a part's go.mod pins, without the "v". */
async function pinnedVersion(part: Part): Promise<string> {
  const text = await readFile(path.join(part.folder, "go.mod"), "utf8");
  const line = text
    .split("\n")
    .find((one) => one.replace("require ", "").trim().startsWith(`${part.module} v`));
  const version = / v(\S+)/.exec(line ?? "")?.[1];
  if (!version) throw new Error(`${part.folder}/go.mod pins no version of ${part.module}`);
  return version;
}

/** What Go prints while it builds: one line for each module that it downloads, one for each package that it compiles. */
export function buildNews(): { hear(text: string): string; complaints(): string } {
  let rest = "";
  let downloaded = 0;
  let compiled = 0;
  let latest = "";
  const others: string[] = [];
  return {
    hear(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("go: downloading ")) downloaded += 1;
        else if (/^[\w.~/-]+$/.test(line)) [compiled, latest] = [compiled + 1, line];
        else if (line.trim() !== "") others.push(line.trim());
      }
      return [
        ...(downloaded ? [`downloaded ${downloaded} modules`] : []),
        ...(compiled ? [`compiled ${compiled} packages (${latest})`] : []),
      ].join(", ");
    },
    complaints: () => [...others, rest.trim()].filter(Boolean).slice(-4).join("; "),
  };
}

async function compile(
  go: string,
  part: Part,
  { file, flags, env, onProgress }: { file: string; flags: string; env: Environment; onProgress: OnProgress },
): Promise<void> {
  const version = await pinnedVersion(part);
  const name = path.basename(part.main);
  onProgress({ kind: "step", text: `building ${name} ${version} from Go modules (${part.usual}, once)` });

  const news = buildNews();
  let latest = "";
  // -mod=readonly: every module is checked against go.sum, and nothing else is taken.
  const args = ["build", "-v", "-mod=readonly", "-trimpath", "-ldflags", flags, "-o", file, part.main];
  const build = start(go, args, {
    cwd: part.folder,
    env,
    onOutput: (text) => {
      latest = news.hear(text);
      if (latest) onProgress({ kind: "detail", text: latest });
    },
  });
  const ended = await untilQuiet(build, () => Promise.resolve(latest), QUIET_LIMIT_MS);
  if (ended?.exitCode === 0) return;
  const reason = ended
    ? news.complaints() || ended.problem
    : `no progress for ${QUIET_LIMIT_MS / 60_000} minutes`;
  throw new Unavailable(`'go build ${part.main}' failed: ${reason ?? "without a message"}`);
}

/** Builds the engine from published Go modules, pinned by go.mod and checked by go.sum in `build/`. */
export const goBuild: Getter = {
  source: "go",
  label: "a build from Go modules",

  async key() {
    const hash = createHash("sha256");
    for (const { folder } of [CLI, LANGUAGE_HOST])
      for (const file of ["go.mod", "go.sum"]) hash.update(await readFile(path.join(folder, file)));
    return `go-${await pinnedVersion(CLI)}-${hash.digest("hex").slice(0, 8)}`;
  },

  async get(staging, { env, onProgress }) {
    const go = await which(process.platform === "win32" ? "go.exe" : "go", env);
    if (!go) throw new Unavailable("no go is on PATH");

    const bin = path.join(staging, "bin");
    await mkdir(bin, { recursive: true });
    const { cli, languageHost, dynamicProvider } = executables();
    // Without cgo the result doesn't depend on a C compiler.
    const goEnv = { ...env, CGO_ENABLED: "0", GOWORK: "off", GO111MODULE: "on" };
    const version = await pinnedVersion(CLI);
    const stamp = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
    const common = { env: goEnv, onProgress };
    await compile(go, CLI, { ...common, file: path.join(bin, cli), flags: `-s -w ${stamp}` });
    await compile(go, LANGUAGE_HOST, { ...common, file: path.join(bin, languageHost), flags: "-s -w" });

    const args = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"];
    const sdk = await run(go, args, { cwd: CLI.folder, env: goEnv });
    if (sdk.exitCode !== 0) throw new Unavailable(`'go ${args.join(" ")}' failed: ${sdk.stderr.trim()}`);
    const script = path.join(bin, dynamicProvider);
    await copyFile(path.join(sdk.stdout.trim(), "nodejs", "dist", dynamicProvider), script);
    await chmod(script, 0o755);

    const built = await versionOf(path.join(bin, cli), env);
    if (built !== version) throw new Unavailable(`the build says that it is ${built}, not ${version}`);
    return version;
  },
};
