import { execa } from "execa";
import type { Environment } from "./engine";
import { processesOf } from "./session";

/** How a program ended. */
export interface Ended {
  /** Undefined where a signal ended it, or where it couldn't be started. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it couldn't be started, or which signal ended it; undefined after a normal end. */
  readonly problem: string | undefined;
}

/** A program that runs. */
export interface Running {
  readonly pid: number | undefined;
  /** Sends a signal to the program and to everything it started. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Never rejects. */
  readonly ended: Promise<Ended>;
}

/** How to start a program. */
export interface StartOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Environment;
  /** What it reads on stdin; nothing if left out. */
  readonly input?: string;
  readonly onOutput?: (text: string) => void;
}

const GROUPS = process.platform !== "win32";
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const running = new Set<Running>();
const killAll = () => running.forEach((program) => program.kill("SIGKILL"));
const forward = (signal: NodeJS.Signals) => running.forEach((program) => program.kill(signal));

/** Our own end is the end of what we started; an interrupt is passed on, so that `pulumi` can save its state. */
function watch(program: Running): void {
  if (running.size === 0) {
    process.on("exit", killAll);
    FORWARDED.forEach((signal) => process.on(signal, forward));
  }
  running.add(program);
}

function unwatch(program: Running): void {
  running.delete(program);
  if (running.size > 0) return;
  process.off("exit", killAll);
  FORWARDED.forEach((signal) => process.off(signal, forward));
}

/** An engine that is killed leaves its language host behind, which has a group of its own. */
function killSession(session: number): void {
  for (const pid of processesOf(session)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // ESRCH: it has ended by itself
    }
  }
}

/**
 * Starts a program in a process group of its own, so that what it starts (language hosts, dynamic providers, curl)
 * can be ended with it: a dynamic provider outlives an engine that was killed.
 */
export function start(command: string, args: readonly string[], options: StartOptions): Running {
  const child = execa(command, args, {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    detached: GROUPS,
    cleanup: false,
    reject: false,
    stripFinalNewline: false,
    ...(options.input === undefined ? { stdin: "ignore" } : { input: options.input }),
  });
  const heard = (data: Buffer) => options.onOutput?.(data.toString());
  child.stdout.on("data", heard);
  child.stderr.on("data", heard);

  let over = false; // then its process id may belong to someone else
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined || over) return;
    if (GROUPS && signal === "SIGKILL" && child.exitCode === null) killSession(child.pid);
    try {
      if (GROUPS) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // ESRCH: nobody is left in the group
    }
  };
  child.once("exit", () => {
    kill("SIGKILL"); // what it left behind would keep its output open
    over = true;
  });
  const program: Running = {
    pid: child.pid,
    kill,
    ended: child.then((result) => ({
      exitCode: result.exitCode,
      stdout: result.stdout,
      stderr: result.stderr,
      problem: result.exitCode === undefined ? (result.shortMessage ?? "it was ended") : undefined,
    })),
  };
  watch(program);
  void program.ended.then(() => unwatch(program));
  return program;
}

/** Runs a program to its end. */
export function run(command: string, args: readonly string[], options: StartOptions): Promise<Ended> {
  return start(command, args, options).ended;
}

/**
 * Waits for a program, and kills it when `sign` hasn't changed for `quietMs`: a download that hangs sends no error.
 * Returns undefined then.
 */
export async function untilQuiet(
  program: Running,
  sign: () => Promise<unknown>,
  quietMs: number,
): Promise<Ended | undefined> {
  let last: unknown;
  let since = Date.now();
  const quiet = new AbortController();
  const timer = setInterval(
    () => {
      void sign().then((now) => {
        if (now !== last) [last, since] = [now, Date.now()];
        if (Date.now() - since < quietMs) return;
        quiet.abort();
        program.kill("SIGKILL");
      });
    },
    Math.min(1000, quietMs),
  );
  const ended = await program.ended;
  clearInterval(timer);
  return quiet.signal.aborted ? undefined : ended;
}
