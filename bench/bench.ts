import { readFile } from "node:fs/promises";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import writeFileAtomic from "write-file-atomic";
import type { Engine } from "../scripts/engine/engine";
import { findEngine } from "../scripts/engine/find";
import { reportProgress } from "../scripts/engine/progress";
import { CHECKOUT } from "../scripts/engine/project";
import { endAtInterrupt, interrupted } from "./clean-up";
import { measureCommands, measureMemory } from "./extras";
import { headerOf } from "./header";
import { type Cell, inRounds, type Plan, planOf, readOnly } from "./plan";
import { playCell } from "./play-cell";
import { reportSteps } from "./progress";
import type { Measurement, Results, StateSize } from "./results";
import { intoPage, markdownOf } from "./table";

const RESULTS = path.join(CHECKOUT, "bench/results.json");
const PAGE = path.join(CHECKOUT, "docs/performance.md");

interface Given {
  readonly quick?: true;
  readonly only: readonly string[];
  readonly minutes?: number;
  readonly json?: string;
}

const nameOf = ({ contestant, size, latencyMs, throttled }: Cell, round: number) =>
  `${contestant}, ${size} resources, ${throttled ? "throttle" : `${latencyMs} ms`}, round ${round}`;

interface Measured extends Omit<Results, "header"> {
  readonly leftOut: number;
  /** Extras that couldn't be measured, and why. */
  readonly problems: readonly string[];
}

/** Goes through a plan: the first round and the extras whatever it takes, later rounds while there is time. */
async function measure(plan: Plan, engine: Engine): Promise<Measured> {
  const steps = [...inRounds(plan.cells)];
  const progress = reportSteps(steps.length + plan.extras.length);
  const deadline = Date.now() + plan.minutes * 60_000;
  const measurements: Measurement[] = [];
  const states: StateSize[] = [];
  const problems: string[] = [];
  let leftOut = 0;
  const rounds = async (wanted: typeof steps) => {
    for (const { cell, round } of wanted) {
      progress.next(nameOf(cell, round));
      if (round > 1 && Date.now() > deadline) {
        leftOut += 1;
        continue;
      }
      const played = await playCell({ cell, round, wanted: plan.operations }, engine, progress.detail);
      measurements.push(...played.measurements);
      if (
        played.state &&
        !states.some(({ contestant, size }) => contestant === cell.contestant && size === cell.size)
      )
        states.push(played.state);
    }
  };
  const extra = async <T>(
    name: Plan["extras"][number],
    work: (tell: (step: string) => void) => Promise<T>,
  ) => {
    if (!plan.extras.includes(name)) return undefined;
    progress.next(name);
    try {
      return await work(progress.detail);
    } catch (error) {
      interrupted.throwIfAborted();
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  try {
    const commands = await extra("commands", async (tell) => measureCommands(plan.starts, engine, tell));
    await rounds(steps.filter(({ round }) => round === 1));
    const memory = await extra("memory", async (tell) => measureMemory(plan.memorySize, engine, tell));
    await rounds(steps.filter(({ round }) => round > 1));
    return {
      measurements,
      states,
      leftOut,
      problems,
      ...(commands && { commands }),
      ...(memory && { memory }),
    };
  } finally {
    progress.stop();
  }
}

function minutesIn(text: string): number {
  const minutes = Number(text);
  if (!(minutes > 0)) throw new InvalidArgumentError("It is a number of minutes, such as 30.");
  return minutes;
}

/** `npm run bench`: the provider against its floor, a naive one and curl, on the real engine. */
async function main(): Promise<void> {
  const command = new Command("npm run bench --")
    .description(
      "Measures the provider against the engine's floor, a naive provider and curl, on the real engine. A whole run takes " +
        "some 45 minutes and writes bench/results.json and the tables of docs/performance.md; a restricted one prints its tables.",
    )
    .option(
      "--quick",
      "10 resources once and 50 twice, at 50 ms and at 50 under the throttle, no memory: below five minutes",
    )
    .option(
      "--only <words...>",
      "contestants, operations, sizes (190), latencies (50ms), throttle, commands, memory",
      [],
    )
    .option("--minutes <number>", "no second or later round begins after so many (default: 50)", minutesIn)
    .option("--json <file>", "writes the results there too")
    .parse();
  const given = command.opts<Given>();
  const planned = planOf(given.quick ?? false, readOnly(given.only));
  const plan = { ...planned, minutes: given.minutes ?? planned.minutes };
  endAtInterrupt();
  const finding = reportProgress();
  const engine = await findEngine({ onProgress: finding.onProgress }).finally(finding.stop);
  const since = Date.now();
  const called = ["npm run bench", ...(process.argv.length > 2 ? ["--", ...process.argv.slice(2)] : [])].join(
    " ",
  );
  const header = await headerOf(engine, called);
  const { leftOut, problems, ...measured } = await measure(plan, engine);
  const results: Results = {
    header: { ...header, minutes: (Date.now() - since) / 60_000, leftOut },
    ...measured,
  };
  const json = `${JSON.stringify(results, undefined, 1)}\n`;
  const markdown = markdownOf(results);
  if (given.json !== undefined) await writeFileAtomic(given.json, json);
  const whole = !given.quick && given.only.length === 0;
  if (whole && problems.length === 0) {
    await writeFileAtomic(RESULTS, json);
    await writeFileAtomic(PAGE, intoPage(await readFile(PAGE, "utf8"), markdown));
  }
  process.stdout.write(`${markdown}\n`);
  if (problems.length === 0) return;
  const kept = whole
    ? " The tables above are whole but for that; the results and the page stay as they were."
    : "";
  throw new Error(`Not measured: ${problems.join("; ")}.${kept}`);
}

main().catch((error: unknown) => {
  if (interrupted.aborted) return; // what is in use is being ended, and then the process
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
