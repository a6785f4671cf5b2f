import Table from "cli-table3";
import pc from "picocolors";
import { describeFailures, type Found, percentile } from "../../test/fuzz/fuzz";
import { type Invariant, INVARIANTS } from "../../test/fuzz/oracle";

/** At most so many `up` at the 99th percentile. */
const MOST_UPS = 3;

/** Fewer runs tell nothing of a 99th percentile. */
const MANY = 1_000;

/** Whether all that was asked for held. */
export function holds({ failures, ups, runs }: Found): boolean {
  return failures.length === 0 && (runs < MANY || percentile(ups, 0.99) <= MOST_UPS);
}

/** What many runs found, as a table, with the command that replays each run that broke something. */
export function summaryOf(found: Found): string {
  const table = new Table({ head: ["", "must hold", "runs that broke it"], style: { head: [], border: [] } });
  for (const [name, sentence] of Object.entries(INVARIANTS)) {
    const broken = found.broken[name as Invariant]; // the table's own keys
    table.push([name, sentence, broken === 0 ? pc.green("0") : pc.red(String(broken))]);
  }
  const { runs, calls, ups, named, joined } = found;
  return [
    table.toString(),
    `${String(runs)} runs, ${String(calls)} calls`,
    `up until it succeeds: p50 ${String(percentile(ups, 0.5))}, p99 ${String(percentile(ups, 0.99))}, most ${String(percentile(ups, 1))}`,
    `credentials left behind under a name that the program gave: in ${String(named)} runs`,
    `people left behind by a destroy whom a killed run had invited: in ${String(joined)} runs`,
    describeFailures(found, 10),
  ]
    .filter((line) => line !== "")
    .join("\n");
}
