import { InvalidArgumentError } from "commander";

/** Who is compared. */
export const CONTESTANTS = ["floor", "ours", "naive", "curl"] as const;
export type Contestant = (typeof CONTESTANTS)[number];

/** What each does, in this order, one after the other. */
export const OPERATIONS = ["create", "no-op", "preview", "refresh", "change", "drift", "destroy"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Those that are short, so that one disturbance spoils them, and leave everything as it was, so that they can be done again. */
export const REPEATED: readonly Operation[] = ["preview", "refresh"];

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
  /** How often each of {@link REPEATED} is done in a round. */
  readonly repeats: number;
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

/** How a size is measured. */
interface Size {
  readonly size: number;
  readonly rounds: number;
  readonly repeats: number;
}

const CALLERS = ["ours", "naive", "curl"] as const;
type Rounds = Record<(typeof CALLERS)[number], number>;

interface Shape {
  /** In the order of a round. */
  readonly sizes: readonly Size[];
  readonly latencies: readonly number[];
  readonly throttled: { readonly size: number; readonly contestants: Readonly<Partial<Rounds>> };
  /** A size beyond AppTego's limits, once. */
  readonly large?: number;
  readonly extras: readonly Extra[];
  readonly memorySize: number;
  readonly starts: number;
  readonly minutes: number;
}

const FULL: Shape = {
  sizes: [
    { size: 190, rounds: 3, repeats: 3 }, // first and most often: all targets are about it
    { size: 50, rounds: 2, repeats: 1 },
    { size: 10, rounds: 1, repeats: 1 },
  ],
  latencies: [0, 50, 200],
  throttled: { size: 190, contestants: { ours: 2, naive: 1, curl: 1 } },
  large: 1_000,
  ...{ extras: EXTRAS, memorySize: 1_000, starts: 15, minutes: 50 },
};
const QUICK: Shape = {
  sizes: [
    { size: 50, rounds: 2, repeats: 1 },
    { size: 10, rounds: 1, repeats: 1 },
  ],
  latencies: [50],
  throttled: { size: 50, contestants: { ours: 1 } },
  ...{ extras: ["commands"], memorySize: 190, starts: 5, minutes: 4 },
};

/** The more a target depends on it, the more rounds: that is what the time of a run is for. */
function roundsFor(contestant: Contestant, latencyMs: number, rounds: number): number {
  if (contestant === "curl") return 1;
  return contestant === "naive" && latencyMs > 0 ? Math.min(2, rounds) : rounds;
}

function cellsOf({ sizes, latencies, throttled, large }: Shape): Cell[] {
  const plain = { latencyMs: 0, throttled: false };
  return [
    ...sizes.flatMap(({ size, rounds, repeats }): Cell[] => [
      { ...plain, contestant: "floor", size, rounds, repeats }, // it calls nobody: one latency is as another
      ...latencies.flatMap((latencyMs) =>
        CALLERS.map((contestant) => ({
          ...{ contestant, size, latencyMs, throttled: false },
          ...{ rounds: roundsFor(contestant, latencyMs, rounds), repeats },
        })),
      ),
    ]),
    ...CALLERS.map((contestant): Cell => ({
      ...{ contestant, size: throttled.size, latencyMs: 0, throttled: true },
      ...{ rounds: throttled.contestants[contestant] ?? 0, repeats: 1 },
    })).filter(({ rounds }) => rounds > 0),
    ...(large === undefined
      ? []
      : (["floor", "ours"] as const).map((contestant): Cell => ({
          ...{ ...plain, contestant, size: large, rounds: 1, repeats: 1 },
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
  const shape = quick ? QUICK : FULL;
  const cells = cellsOf(shape).filter(
    (cell) =>
      allows(contestants, cell.contestant) &&
      allows(sizes, cell.size) &&
      (allows(latencies, cell.latencyMs) || cell.contestant === "floor") &&
      (!throttled || cell.throttled || (cell.contestant === "floor" && cell.size === shape.throttled.size)),
  );
  return {
    cells: restricted || extras.length === 0 ? cells : [],
    extras: restricted || extras.length > 0 ? extras : shape.extras,
    operations: operations.length === 0 ? OPERATIONS : operations,
    memorySize: shape.memorySize,
    starts: shape.starts,
    minutes: shape.minutes,
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
