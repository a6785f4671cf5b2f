import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import { type Environment, type OnProgress, Unavailable } from "../engine/engine";
import { firstOpen, type Refusal, type Way } from "../engine/find";
import { which } from "../engine/on-path";
import { start, untilQuiet } from "../engine/process-group";

/** What Chromium is called, by distribution. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A network that swallows packets sends no error: so long without a word, and an installer is given up. */
const QUIET_LIMIT_MS = 60_000;

const require = createRequire(import.meta.url);

/** A Chromium that was seen to start. */
export interface FoundBrowser {
  /** The executable, as an absolute path; undefined for the one that playwright installed and finds itself. */
  readonly executablePath: string | undefined;
  readonly version: string;
}

/** No way led to a browser; the message lists every one with its reason, and says what to do. */
export class BrowserNotFound extends Error {
  override readonly name = "BrowserNotFound";

  constructor(readonly refusals: readonly Refusal[]) {
    super(
      [
        "Looked for Chromium, to test the page of `apptego access`: none can be had here.",
        ...refusals.map(({ label, reason }) => `  - ${label}: ${reason}`),
        "Do one of these, then run the command again:",
        "  - install Chromium or Chrome, so that `chromium --version` or `google-chrome --version` works",
        "  - let this machine reach the network, for `npx playwright-core install chromium --only-shell`",
      ].join("\n"),
    );
  }
}

/** Starts a browser without a window and without calls home. */
export function launch(executablePath: string | undefined): Promise<Browser> {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-quic",
      "--no-first-run",
    ],
  });
}

/** The browser, once it has been started. @throws Unavailable where it can't be: a stub on PATH, a missing library */
async function started(executablePath?: string): Promise<FoundBrowser> {
  try {
    const browser = await launch(executablePath);
    const version = browser.version();
    await browser.close();
    return { executablePath, version };
  } catch (error) {
    const [reason = "it doesn't start"] = error instanceof Error ? error.message.split("\n") : [];
    throw new Unavailable(`${executablePath ?? "playwright's own"}: ${reason}`);
  }
}

async function onPath(env: Environment): Promise<FoundBrowser> {
  const refused: string[] = [];
  for (const name of NAMES) {
    const found = await which(name, env);
    if (found === undefined) continue;
    try {
      return await started(found);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      refused.push(error.message);
    }
  }
  if (refused.length > 0) throw new Unavailable(refused.join("; "));
  throw new Unavailable(`no ${NAMES.join(", ")} is on PATH`, true);
}

async function install(command: string, args: readonly string[], env: Environment): Promise<void> {
  let heard = 0;
  const onOutput = (text: string) => void (heard += text.length);
  const running = start(command, args, { cwd: os.tmpdir(), env, onOutput });
  const ended = await untilQuiet(running, () => Promise.resolve(heard), QUIET_LIMIT_MS);
  if (ended === undefined) throw new Unavailable(`it said nothing for ${QUIET_LIMIT_MS / 1000} s`);
  if (ended.exitCode === 0) return;
  const said = (ended.problem ?? (ended.stderr || ended.stdout)).trim().split("\n").at(-1) ?? "";
  throw new Unavailable(`${path.basename(command)} said ${said || "nothing"}`);
}

async function fromDebian(env: Environment): Promise<FoundBrowser> {
  const apt = await which("apt-get", env);
  if (apt === undefined) throw new Unavailable("there is no apt-get here", true);
  if (process.getuid?.() !== 0) throw new Unavailable("only root may install packages", true);
  const quiet = { ...env, DEBIAN_FRONTEND: "noninteractive" };
  await install(apt, ["update"], quiet);
  await install(apt, ["install", "--yes", "--no-install-recommends", "chromium"], quiet);
  return onPath(env);
}

/** The ways to a browser, the least work first. */
export function waysToBrowser(env: Environment, onProgress: OnProgress): readonly Way<FoundBrowser>[] {
  const step = (text: string) => onProgress({ kind: "step", text });
  return [
    { label: "PATH", take: () => onPath(env) },
    { label: "what playwright installed before", take: () => started() },
    {
      label: "playwright's installer",
      take: async () => {
        step("downloading Chromium by playwright's installer");
        const cli = path.join(path.dirname(require.resolve("playwright-core/package.json")), "cli.js");
        await install(process.execPath, [cli, "install", "chromium", "--only-shell"], env);
        return started();
      },
    },
    {
      label: "Debian's packages",
      take: () => {
        step("installing Debian's chromium");
        return fromDebian(env);
      },
    },
  ];
}

/** Chromium: from PATH, from playwright, else from Debian's packages where that is allowed. @throws BrowserNotFound */
export async function findBrowser(
  onProgress: OnProgress = () => undefined,
  ways: readonly Way<FoundBrowser>[] = waysToBrowser(process.env, onProgress),
): Promise<FoundBrowser> {
  const { found, refusals } = await firstOpen(ways, ({ label, reason, expected }) => {
    if (!expected) onProgress({ kind: "note", text: `${label}: ${reason}` });
  });
  if (found === undefined) throw new BrowserNotFound(refusals);
  return found;
}
