import Table from "cli-table3";
import pc from "picocolors";
import { describeFailures, type Found, percentile } from "../../test/fuzz/fuzz";
import { type Invariant, INVARIANTS } from "../../test/fuzz/oracle";

/** At most so many `up` at the 99th percentile. */
const MOST_UPS = 3;

/** Fewer runs have no 99th percentile but their worst: that one may take one more. */
const MANY = 100;

/** Whether it converges soon enough. */
function isSoon({ ups }: Found): boolean {
  return ups.length < MANY ? percentile(ups, 1) <= MOST_UPS + 1 : percentile(ups, 0.99) <= MOST_UPS;
}

/** Whether all that was asked for held. */
export function holds(found: Found): boolean {
  return found.failures.length === 0 && isSoon(found);
}

/** In how many runs an invariant was broken; where nothing looked at it, that isn't 0. */
function countOf({ broken, looked, runs }: Found, name: Invariant): string {
  if (looked[name] === 0) return pc.yellow("not measured");
  const of = looked[name] < runs ? ` of ${String(looked[name])}` : "";
  return broken[name] === 0 ? pc.green(`0${of}`) : pc.red(`${String(broken[name])}${of}`);
}

/** What broke since so many failures were told, with its story: time is real on the engine, so that a replay may go another way. */
export function newlyBroken(found: Found, told: number): string {
  const fresh = found.failures.slice(told);
  return fresh
    .map((failure) =>
      [describeFailures({ ...found, failures: [failure] }), ...failure.report.story, ""].join("\n"),
    )
    .join("\n");
}

/** What many runs found, as a table, with the command that replays each run that broke something. */
export function summaryOf(found: Found): string {
  const table = new Table({ head: ["", "must hold", "runs that broke it"], style: { head: [], border: [] } });
  for (const [name, sentence] of Object.entries(INVARIANTS))
    table.push([name, sentence, countOf(found, name as Invariant)]); // the table's own keys
  const { runs, calls, ups, named, joined } = found;
  const [p50, p99, most] = [0.5, 0.99, 1].map((part) => String(percentile(ups, part)));
  const converging = `up until it succeeds: p50 ${p50}, p99 ${p99}, most ${most}`;
  return [
    table.toString(),
    `${String(runs)} runs, ${String(calls)} calls`,
    isSoon(found)
      ? converging
      : pc.red(`${converging}, which is more than ${String(MOST_UPS)} at the 99th percentile`),
    `credentials left behind under a name that the program gave: in ${String(named)} runs`,
    `people left behind by a destroy whom a killed run had invited: in ${String(joined)} runs`,
    describeFailures(found, 10),
  ]
    .filter((line) => line !== "")
    .join("\n");
}
