import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Sandbox } from "../provider/sandbox";
import type { Engine } from "../scripts/engine/engine";
import { run } from "../scripts/engine/process-group";
import type { Workspace } from "../scripts/engine/workspace";
import { interrupted, ending } from "./clean-up";
import { APPTEGO, type EnginePerformer, lastLines } from "./on-engine";
import { tenantFor, withStack } from "./play-cell";
import { peakUntil } from "./provider-process";
import { makeReads } from "./reads";
import type { Commands, Memory } from "./results";

const SIZE = 190;
const LATENCY_MS = 50;
const REFRESHES = 10;
const STATE = "state.json";
const REFRESH = [
  "refresh",
  "--yes",
  "--skip-preview",
  "--non-interactive",
  "--suppress-progress",
  "--color",
  "never",
];
// The engine writes the state once, at the end: this create isn't measured, and takes a quarter of the time.
const STATE_ONCE = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
const DRIFT_CODES = [0, 3]; // docs/drift.md: in sync; the tenant holds what no stack does, its owner here

/** A contestant's stack after its create, with its state in a file. @throws Error where the create fails */
async function created<T>(
  contestant: "ours" | "floor",
  size: number,
  engine: Engine,
  use: (performer: EnginePerformer, sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const sandbox = await tenantFor(size);
  return ending(sandbox.close, async () =>
    withStack(contestant, { engine, sandbox, size }, async (performer) => {
      const { workspace } = performer;
      const { exitCode, stdout, stderr } = await workspace.up([], { env: STATE_ONCE });
      if (exitCode !== 0)
        throw new Error(`pulumi up of ${size} resources: ${lastLines(`${stdout}\n${stderr}`)}`);
      const state = JSON.stringify(await workspace.export({ showSecrets: true }));
      await writeFile(path.join(workspace.project, STATE), state);
      return use(performer, sandbox);
    }),
  );
}

/** How long the command takes, against a process that does nothing: side by side, so many times each. */
export async function measureCommands(
  starts: number,
  engine: Engine,
  onStep: (step: string) => void,
): Promise<Commands> {
  onStep("190 resources");
  return created("ours", SIZE, engine, async ({ workspace }, sandbox) => {
    sandbox.faults.add({ kind: "latency", ms: LATENCY_MS });
    const timed = async (args: readonly string[], codes: readonly number[]) => {
      interrupted.throwIfAborted();
      const began = performance.now();
      const { exitCode = 1, stderr } = await run(process.execPath, args, {
        cwd: workspace.project,
        env: workspace.env,
      });
      const ms = performance.now() - began;
      interrupted.throwIfAborted();
      if (!codes.includes(exitCode)) throw new Error(`node ${args.join(" ")}: ${stderr.trim()}`);
      return ms;
    };
    const [node, help, drift]: [number[], number[], number[]] = [[], [], []];
    for (let at = 0; at < starts; at += 1) {
      onStep(`start ${at + 1} of ${starts}`);
      node.push(await timed(["-e", "0"], [0]));
      help.push(await timed([APPTEGO, "--help"], [0]));
      drift.push(await timed([APPTEGO, "drift", "--state", STATE, "--quiet"], DRIFT_CODES));
    }
    return { node, help, drift };
  });
}

async function peakOfRefresh(workspace: Workspace): Promise<number | undefined> {
  const call = workspace.start(REFRESH);
  const peak = await peakUntil(call.ended, call.pid);
  const { exitCode, stderr } = await call.ended;
  if (exitCode !== 0) throw new Error(`pulumi refresh: ${stderr.trim()}`);
  return peak;
}

/** How much memory the provider process takes: by ten refreshes of the engine, and by ten in one process. */
export async function measureMemory(
  size: number,
  engine: Engine,
  onStep: (step: string) => void,
): Promise<Memory> {
  onStep(`${size} resources of the floor`);
  const floor = await created("floor", size, engine, async ({ workspace }) => peakOfRefresh(workspace));
  onStep(`${size} resources`);
  return created("ours", size, engine, async ({ workspace }) => {
    const peaks: number[] = [];
    for (let at = 0; at < REFRESHES; at += 1) {
      interrupted.throwIfAborted();
      onStep(`refresh ${at + 1} of ${REFRESHES}`);
      const peak = await peakOfRefresh(workspace);
      if (peak !== undefined) peaks.push(peak);
    }
    onStep("ten refreshes in one process");
    const args = ["--expose-gc", await makeReads(), STATE];
    const { exitCode, stdout, stderr } = await run(process.execPath, args, {
      cwd: workspace.project,
      env: workspace.env,
    });
    if (exitCode !== 0) throw new Error(`ten refreshes in one process: ${stderr.trim()}`);
    return {
      size,
      peaks,
      ...(floor !== undefined && { floor }),
      inOneProcess: stdout.trim().split("\n").map(Number),
    };
  });
}
