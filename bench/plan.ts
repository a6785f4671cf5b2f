import { InvalidArgumentError } from "commander";

/** Who is compared. */
export const CONTESTANTS = ["floor", "ours", "naive", "curl"] as const;
export type Contestant = (typeof CONTESTANTS)[number];

/** What each does, in this order, one after the other. */
export const OPERATIONS = ["create", "no-op", "preview", "refresh", "change", "drift", "destroy"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What is measured beside the cells. */
export const EXTRAS = ["commands", "memory"] as const;
export type Extra = (typeof EXTRAS)[number];

/** The throttle: so many calls a second, 429 for each beyond, with `Retry-After: 1`. */
export const THROTTLE_PER_SECOND = 10;

/** One contestant at one size against one kind of server: it goes through all operations. */
export interface Cell {
  readonly contestant: Contestant;
  readonly size: number;
  readonly latencyMs: number;
  readonly throttled: boolean;
  /** How many rounds it takes part in. */
  readonly rounds: number;
}

/** What a run consists of. */
export interface Plan {
  readonly cells: readonly Cell[];
  readonly extras: readonly Extra[];
  readonly operations: readonly Operation[];
  /** The size of which the memory is measured. */
  readonly memorySize: number;
  /** How often `apptego` is started for the commands' times. */
  readonly starts: number;
  /** No cell of a second or later round begins after so many minutes. */
  readonly minutes: number;
}

interface Shape {
  readonly sizes: readonly number[];
  readonly latencies: readonly number[];
  readonly rounds: number;
  readonly throttled: { readonly size: number; readonly contestants: readonly Contestant[] };
  /** A size beyond AppTego's limits, once. */
  readonly large?: number;
}

const FULL: Shape = {
  ...{ sizes: [10, 50, 190], latencies: [0, 50, 200], rounds: 3, large: 1_000 },
  throttled: { size: 190, contestants: ["ours", "naive", "curl"] },
};
const QUICK: Shape = {
  ...{ sizes: [10, 50], latencies: [0, 50], rounds: 2 },
  throttled: { size: 50, contestants: ["ours"] },
};

function cellsOf({ sizes, latencies, rounds, throttled, large }: Shape): Cell[] {
  const plain = { latencyMs: 0, throttled: false };
  return [
    ...sizes.flatMap((size): Cell[] => [
      { ...plain, contestant: "floor", size, rounds }, // it calls nobody: one latency is as another
      ...latencies.flatMap((latencyMs) =>
        (["ours", "naive", "curl"] as const).map((contestant) => ({
          ...{ contestant, size, latencyMs, throttled: false, rounds },
        })),
      ),
    ]),
    ...throttled.contestants.map((contestant): Cell => ({
      ...{ ...plain, contestant, size: throttled.size, throttled: true, rounds: 1 },
    })),
    ...(large === undefined
      ? []
      : (["floor", "ours"] as const).map((contestant): Cell => ({
          ...{ ...plain, contestant, size: large, rounds: 1 },
        }))),
  ];
}

/** What a run is restricted to; a dimension that is empty isn't restricted. */
export interface Only {
  readonly contestants: readonly Contestant[];
  readonly operations: readonly Operation[];
  readonly extras: readonly Extra[];
  readonly sizes: readonly number[];
  readonly latencies: readonly number[];
  readonly throttled: boolean;
}

const among = <T extends string>(all: readonly T[], words: readonly string[]) =>
  all.filter((one) => words.includes(one));

/** Reads `--only ours 190 50ms refresh throttle memory`. @throws InvalidArgumentError for a word that means nothing */
export function readOnly(words: readonly string[]): Only {
  const known: readonly string[] = [...CONTESTANTS, ...OPERATIONS, ...EXTRAS, "throttle"];
  const strange = words.find((word) => !known.includes(word) && !/^\d+(ms)?$/.test(word));
  if (strange !== undefined)
    throw new InvalidArgumentError(
      `${strange} is none of ${known.join(", ")}, a size such as 190, a latency such as 50ms.`,
    );
  const numbers = (pattern: RegExp) =>
    words.filter((word) => pattern.test(word)).map((word) => parseInt(word));
  return {
    contestants: among(CONTESTANTS, words),
    operations: among(OPERATIONS, words),
    extras: among(EXTRAS, words),
    sizes: numbers(/^\d+$/),
    latencies: numbers(/^\d+ms$/),
    throttled: words.includes("throttle"),
  };
}

const allows = <T>(wanted: readonly T[], one: T) => wanted.length === 0 || wanted.includes(one);

/** What is to be run. Extras alone leave out the cells, and any other restriction leaves out the extras that aren't named. */
export function planOf(quick: boolean, only: Only): Plan {
  const { contestants, operations, extras, sizes, latencies, throttled } = only;
  const restricted =
    throttled ||
    [contestants, operations, sizes, latencies].some((wanted: readonly unknown[]) => wanted.length > 0);
  const cells = cellsOf(quick ? QUICK : FULL).filter(
    (cell) =>
      allows(contestants, cell.contestant) &&
      allows(sizes, cell.size) &&
      (allows(latencies, cell.latencyMs) || cell.contestant === "floor") &&
      (!throttled || cell.throttled),
  );
  return {
    cells: restricted || extras.length === 0 ? cells : [],
    extras: restricted || extras.length > 0 ? extras : EXTRAS,
    operations: operations.length === 0 ? OPERATIONS : operations,
    memorySize: quick ? 190 : 1_000,
    starts: quick ? 5 : 15,
    minutes: quick ? 4 : 50,
  };
}

/** The cells in the order of a run: round by round, in each all contestants side by side. */
export function* inRounds(
  cells: readonly Cell[],
): Generator<{ readonly cell: Cell; readonly round: number }> {
  const rounds = Math.max(0, ...cells.map((cell) => cell.rounds));
  for (let round = 1; round <= rounds; round += 1)
    for (const cell of cells) if (cell.rounds >= round) yield { cell, round };
}
