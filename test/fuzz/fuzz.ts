import fc from "fast-check";
import { dynamicProvider } from "../../provider/pulumi/dynamic-provider";
import { INVARIANTS, type Invariant } from "./oracle";
import { play, type PlayOptions } from "./play";
import type { Report } from "./report";
import { type Scenario, scenarios } from "./scenario";
import { startSandboxServer } from "./sandbox-server";

/** What is fuzzed, and how much. */
export interface FuzzOptions {
  readonly runs: number;
  /** The first run's; the ones that follow count on from it. */
  readonly seed: number;
  /** fast-check's path to a smaller scenario of the first seed. */
  readonly path?: string | undefined;
  /** How many runs are under way at once in this process. */
  readonly atOnce?: number;
  /** Plays one scenario; in process against the sandbox if left out. */
  readonly play?: (scenario: Scenario) => Promise<Report>;
  readonly scenarios?: fc.Arbitrary<Scenario>;
  /** Said in the command that replays a run. */
  readonly mode?: string;
  readonly onRun?: (found: Found) => void;
}

/** One run that broke an invariant. */
export interface Failure {
  readonly seed: number;
  /** The one command that plays it again. */
  readonly replay: string;
  readonly report: Report;
}

/** What many runs found. */
export interface Found {
  runs: number;
  calls: number;
  /** Runs that left a credential behind whose name the program gave. */
  named: number;
  /** Runs that left people whom a killed run had invited. */
  joined: number;
  /** Of each run that healed what its steps left, how many `up` it took. */
  readonly ups: number[];
  /** How many runs looked at it. */
  readonly looked: Record<Invariant, number>;
  /** How many runs broke it. */
  readonly broken: Record<Invariant, number>;
  readonly failures: Failure[];
}

/** The provider of this package against the sandbox. */
export const OURS: PlayOptions = {
  startServer: startSandboxServer,
  makeProvider: dynamicProvider,
  faults: 0.35,
};

const NAMES = Object.keys(INVARIANTS) as Invariant[];
const FIRST = { numRuns: 1 };
const MOST_FAILURES = 20;
const SHRINK_MS = 30_000;

/** Nothing was found yet. */
export function nothing(): Found {
  const none = () => Object.fromEntries(NAMES.map((name) => [name, 0])) as Found["broken"];
  return { runs: 0, calls: 0, named: 0, joined: 0, ups: [], looked: none(), broken: none(), failures: [] };
}

/** The scenario of a seed. */
export function scenarioOf(all: fc.Arbitrary<Scenario>, seed: number, path?: string): Scenario {
  const [scenario] = fc.sample(fc.noBias(all), { ...FIRST, seed, ...(path !== undefined && { path }) });
  if (scenario === undefined) throw new Error(`The seed ${String(seed)} has no scenario.`);
  return scenario;
}

/** Plays many scenarios and counts what they broke. */
export async function fuzz(options: FuzzOptions): Promise<Found> {
  const { runs, seed, path, atOnce = 6, mode = "", onRun } = options;
  const played = options.play ?? (async (scenario: Scenario) => play(scenario, OURS));
  const all = options.scenarios ?? scenarios();
  const found = nothing();
  let next = 0;
  const work = async () => {
    while (next < runs) {
      const ours = seed + next;
      next += 1;
      const report = await played(scenarioOf(all, ours, path));
      found.runs += 1;
      found.calls += report.calls;
      found.named += report.named > 0 ? 1 : 0;
      found.joined += report.joined > 0 ? 1 : 0;
      if (report.ups !== undefined) found.ups.push(report.ups);
      for (const name of report.looked) found.looked[name] += 1;
      for (const name of new Set(report.violations.map(({ invariant }) => invariant)))
        found.broken[name] += 1;
      if (report.violations.length > 0 && found.failures.length < MOST_FAILURES)
        found.failures.push({ seed: ours, replay: replayOf(mode, ours, path), report });
      onRun?.(found);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, runs) }, work));
  return found;
}

function replayOf(mode: string, seed: number, path?: string): string {
  const to = path === undefined ? "" : ` --path ${path}`;
  return `npm run fuzz -- ${mode}--runs 1 --seed ${String(seed)}${to}`;
}

/** Looks for a smaller scenario that breaks one of the same invariants: its path, and what it broke. */
export async function shrink(
  failure: Failure,
  options: FuzzOptions,
): Promise<{ readonly path: string; readonly scenario: Scenario; readonly report: Report } | undefined> {
  const played = options.play ?? (async (scenario: Scenario) => play(scenario, OURS));
  const same = new Set(failure.report.violations.map(({ invariant }) => invariant));
  const broken: Report[] = [];
  const property = fc.asyncProperty(fc.noBias(options.scenarios ?? scenarios()), async (scenario) => {
    const report = await played(scenario);
    const isBroken = report.violations.some(({ invariant }) => same.has(invariant));
    if (isBroken) broken.push(report);
    return !isBroken;
  });
  const { seed } = failure;
  const details = await fc.check(property, { ...FIRST, seed, interruptAfterTimeLimit: SHRINK_MS });
  const last = broken.at(-1); // the smallest one is the last that is tried with this result
  if (!details.failed || details.counterexample === null || last === undefined) return undefined;
  const { counterexample, counterexamplePath } = details;
  return { path: counterexamplePath, scenario: counterexample[0], report: last };
}

/** What broke, run by run, with the command that plays it again. */
export function describeFailures({ failures }: Found, most = 5): string {
  return failures
    .slice(0, most)
    .map(({ replay, report }) => {
      const what = report.violations.map(
        (one) => `  ${one.invariant} (${INVARIANTS[one.invariant]}): ${one.what}`,
      );
      return [replay, ...what].join("\n");
    })
    .join("\n");
}

/** The figure that this part of the values doesn't exceed; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

/** Adds up what two lots of runs found. */
export function together(one: Found, other: Found): Found {
  const added = (counts: "looked" | "broken") =>
    Object.fromEntries(
      NAMES.map((name) => [name, one[counts][name] + other[counts][name]]),
    ) as Found["broken"];
  return {
    runs: one.runs + other.runs,
    calls: one.calls + other.calls,
    named: one.named + other.named,
    joined: one.joined + other.joined,
    ups: [...one.ups, ...other.ups],
    looked: added("looked"),
    broken: added("broken"),
    failures: [...one.failures, ...other.failures],
  };
}
