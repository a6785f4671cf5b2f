import { CONTESTANTS, OPERATIONS } from "./plan";
import type { Header, Measurement, Results } from "./results";
import { mostOf, roundsOf, timeOf, type Wanted } from "./select";
import { type Figure, ratio, summarise, type Summary } from "./stats";
import type { Verdict } from "./target";
import { failuresOf, verdictsOf } from "./verdicts";

const BEGIN = "<!-- bench: begin -->";
const END = "<!-- bench: end -->";

/** A Markdown table. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const seconds = (ms: number) => (ms / 1_000).toFixed(ms < 10_000 ? 2 : 1);

/** "1.40 / 1.44 / 0.10": the smallest, the median and the spread in seconds. */
export function inSeconds(summary: Summary | undefined): string {
  if (summary === undefined) return "";
  return [summary.min, summary.median, summary.spread].map(seconds).join(" / ");
}

function timeCell(all: readonly Measurement[], wanted: Wanted): string {
  const time = timeOf(all, wanted);
  const failed = roundsOf(all, wanted).filter(({ failure }) => failure !== undefined).length;
  return [inSeconds(time), failed === 0 ? "" : `**failed ${failed}×**`].filter(Boolean).join(", ");
}

/** One table a size: each operation at each latency, and under the throttle. */
function timesOf(all: readonly Measurement[], size: number): string {
  const some = all.filter((one) => one.size === size);
  const called = some.filter(({ contestant }) => contestant !== "floor");
  const servers = new Map(
    (called.length === 0 ? some : called).map(({ latencyMs, throttled }) => [
      `${latencyMs} ${String(throttled)}`,
      { latencyMs, throttled },
    ]),
  );
  const rows = OPERATIONS.flatMap((operation) =>
    [...servers.values()].flatMap((server) => {
      const of = (contestant: (typeof CONTESTANTS)[number]): Wanted => ({
        contestant,
        operation,
        size,
        ...server,
      });
      const others = CONTESTANTS.filter((contestant) => contestant !== "floor");
      if (CONTESTANTS.every((one) => roundsOf(all, of(one)).length === 0)) return [];
      const [floor, ours, naive] = (["floor", "ours", "naive"] as const).map((one) => timeOf(all, of(one)));
      const share = (value: Figure | undefined) => value?.min.toFixed(2) ?? "";
      const counted = CONTESTANTS.map((one) => timeOf(all, of(one))?.n ?? "–");
      const counts = (count: "calls" | "bytes") =>
        others.map((one) => {
          const most = mostOf(all, of(one), count);
          return most === undefined ? "–" : String(count === "bytes" ? Math.round(most / 1_000) : most);
        });
      return [
        [
          operation,
          server.throttled ? "throttle" : `${server.latencyMs} ms`,
          ...CONTESTANTS.map((one) => timeCell(all, of(one))),
          counted.join(" / "),
          ...[share(ratio(ours, floor)), share(ratio(ours, naive))],
          ...[counts("calls").join(" / "), counts("bytes").join(" / ")],
        ],
      ];
    }),
  );
  const head = ["operation", "server", ...CONTESTANTS, "n", "ours : floor", "ours : naive", "calls", "kB"];
  return `### ${size} resources\n\n${table(head, rows)}`;
}

function wordOf({ reached, byMedian = reached }: Verdict): string {
  if (reached === undefined) return "not measured";
  if (reached) return byMedian ? "reached" : "reached (not by the median)";
  return byMedian ? "**not reached** (but by the median)" : "**not reached**";
}

function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((verdict) => [verdict.claim, verdict.target, verdict.measured, wordOf(verdict)]);
  return `### Targets\n\n${table(["what", "target", "measured", ""], rows)}`;
}

function headerTable(header: Header): string {
  const { date, machine, node, pulumi, sdk, curl, commit, providerTree, command, minutes, leftOut } = header;
  const rows = [
    ...[
      ["date", date],
      ["machine", machine],
      ["Node.js", node],
      ["pulumi", pulumi],
      ["@pulumi/pulumi", sdk],
      ["curl", curl],
    ],
    ...[
      ["commit", commit],
      ["provider tree", providerTree],
      ["run", `\`${command}\`, ${minutes.toFixed(0)} min`],
    ],
    ...(leftOut === 0 ? [] : [["left out", `${leftOut} later rounds of a cell: time was up`]]),
  ];
  return `### Run\n\n${table(["", ""], rows)}`;
}

function restOf({ states, commands, memory }: Results): string[] {
  const parts: string[] = [];
  if (states.length > 0) {
    const rows = states.map((one) => [
      String(one.size),
      one.contestant,
      String(one.providerBytes),
      String(Math.round(one.stateBytes / 1_000)),
    ]);
    parts.push(
      `### State after create\n\n${table(["resources", "", "`__provider`, bytes", "state, kB"], rows)}`,
    );
  }
  if (commands !== undefined) {
    const row = (name: string, ms: readonly number[]) => [name, inSeconds(summarise(ms)), String(ms.length)];
    const rows = [
      row("`node -e 0`", commands.node),
      row("`apptego --help`", commands.help),
      row("`apptego drift --state`, 190 objects, 50 ms", commands.drift),
    ];
    parts.push(`### The command\n\n${table(["", "s", "n"], rows)}`);
  }
  if (memory !== undefined) {
    const megabytes = (bytes: readonly number[]) =>
      bytes.map((one) => Math.round(one / 1_000_000)).join(", ");
    const rows = [
      ["the peak of each of ten `pulumi refresh`", megabytes(memory.peaks)],
      ...(memory.floor === undefined
        ? []
        : [["the peak of a provider that does nothing", megabytes([memory.floor])]]),
      ["after each of ten refreshes in one process", megabytes(memory.inOneProcess)],
    ];
    parts.push(`### Memory of the provider process, ${memory.size} resources\n\n${table(["", "MB"], rows)}`);
  }
  return parts;
}

/** A run as Markdown: header, targets, times, and the rest. */
export function markdownOf(results: Results): string {
  const { measurements } = results;
  const sizes = [...new Set(measurements.map(({ size }) => size))].sort((a, b) => a - b);
  const failures = failuresOf(measurements).map(
    ({ contestant, operation, size, failure = "" }) => `- ${contestant}, ${operation} of ${size}: ${failure}`,
  );
  return [
    headerTable(results.header),
    verdictTable(verdictsOf(results)),
    ...sizes.map((size) => timesOf(measurements, size)),
    ...restOf(results),
    ...(failures.length === 0 ? [] : [`### What failed\n\n${[...new Set(failures)].join("\n")}`]),
  ].join("\n\n");
}

/** The page with the run's tables between its markers. @throws Error where it has no markers */
export function intoPage(page: string, markdown: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`The page has no lines ${BEGIN} and ${END}: put them where the tables belong.`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${markdown}\n\n${page.slice(end)}`;
}
