import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { execa } from "execa";
import ora from "ora";
import { type Found, fuzz, OURS, shrink } from "../test/fuzz/fuzz";
import { play } from "../test/fuzz/play";
import type { Scenario } from "../test/fuzz/scenario";
import { CHECKOUT } from "./engine/project";
import { onEngine } from "./fuzz/on-engine";
import { inJobs } from "./fuzz/jobs";
import { holds, newlyBroken, summaryOf } from "./fuzz/summary";

/** How often a log hears how far it is. */
const LINES = 30;
/** A shorter lot isn't worth a process. */
const FEW = 50;

interface Given {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string;
  readonly faults: number;
  readonly jobs: number;
  readonly engine?: true;
  readonly json?: true;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

function part(text: string): number {
  const value = Number(text);
  if (text === "" || !(value >= 0 && value <= 1)) throw new InvalidArgumentError("It must be from 0 to 1.");
  return value;
}

async function found(given: Given): Promise<Found> {
  const { runs, seed, path, faults, jobs } = given;
  const played = async (scenario: Scenario) => play(scenario, { ...OURS, faults });
  const alone = { runs, seed, path, play: played };
  if (given.json) return fuzz(alone);
  const spinner = ora({ stream: process.stderr, text: `0 of ${String(runs)} runs` }).start();
  let told = 0;
  const tell = (so: Found) => {
    if (so.failures.length > told && runs > 1) {
      spinner.clear();
      process.stderr.write(newlyBroken(so, told));
      told = so.failures.length;
    }
    if (!process.stderr.isTTY && so.runs % Math.ceil(runs / LINES) === 0)
      process.stderr.write(
        `${String(so.runs)} of ${String(runs)} runs, ${String(so.failures.length)} broke something\n`,
      );
    const done = Math.floor((so.runs / runs) * 30);
    const bar = `${"█".repeat(done)}${"░".repeat(30 - done)}`;
    spinner.text = `${bar} ${String(so.runs)} of ${String(runs)} runs, ${String(so.failures.length)} broke something`;
  };
  try {
    if (given.engine) return await onEngine({ ...given, onRun: tell });
    if (runs > FEW) return await inJobs({ runs, seed, faults, jobs, onFound: tell });
    const result = await fuzz({ ...alone, onRun: tell });
    const [first] = result.failures;
    if (first === undefined) return result;
    spinner.text = "looking for a smaller scenario";
    const smaller = path === undefined ? await shrink(first, alone) : undefined;
    spinner.stop();
    const told = [...first.report.story];
    if (smaller) {
      told.push("", `smaller: npm run fuzz -- --runs 1 --seed ${String(first.seed)} --path ${smaller.path}`);
      told.push(JSON.stringify(smaller.scenario, undefined, 1), ...smaller.report.story);
    }
    process.stderr.write(`${told.join("\n")}\n`);
    return result;
  } finally {
    spinner.stop();
  }
}

/** `npm run fuzz`: random stories under random faults, and what they broke. */
async function main(): Promise<void> {
  const command = new Command("npm run fuzz --")
    .description("Plays random stories under random faults and says which invariants didn't hold.")
    .option("--runs <number>", "how many", whole, 10_000)
    .option("--seed <number>", "of the first run", whole, randomInt(2 ** 30))
    .option("--path <path>", "a smaller scenario of the seed, as a failure names it")
    .option("--faults <part>", "the part of the calls that goes wrong", part, 0.35)
    .option(
      "--jobs <number>",
      "how many processes at once",
      whole,
      Math.max(1, Math.min(4, availableParallelism())),
    )
    .option("--engine", "on the real engine, two at a time; builds the package first")
    .option("--json", "prints what was found as JSON, and nothing else")
    .parse();
  const given = command.opts<Given>();
  const say = (text: string): void => {
    if (!given.json) process.stderr.write(`${text}\n`);
  };
  if (given.engine) {
    say("building the package, which programs on the engine load; in process the sources are played");
    await execa("npm", ["run", "build"], { cwd: CHECKOUT });
  }
  say(`seed ${String(given.seed)}`);
  const result = await found(given);
  process.stdout.write(`${given.json ? JSON.stringify(result) : summaryOf(result)}\n`);
  process.exitCode = given.json || holds(result) ? 0 : 1;
}

void main();
