import { z } from "zod";
import { type OperationName, operations } from "../api/contract";
import { FAULT_KINDS, type FaultKind, NEEDS } from "./fault-kinds";

const OPERATION_NAMES = Object.keys(operations) as [OperationName, ...OperationName[]];
const KIND_NAMES = Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]];

/** One fault to be played. Over HTTP it is the JSON body of `POST /__sandbox/faults`. */
export const Fault = z
  .strictObject({
    operation: z
      .union([z.enum(OPERATION_NAMES), z.enum(["*", "reads", "writes"])])
      .default("*")
      .describe("Which calls."),
    kind: z.enum(KIND_NAMES).describe("What goes wrong."),
    when: z
      .enum(["before", "after"])
      .default("before")
      .describe("Before the operation is done, so that it isn't, or after. A spoilt reply is always after."),
    count: z.int().positive().optional().describe("How many calls; 1 if neither count nor rate is given."),
    rate: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe("The part of the calls that it strikes; 1 is all of them."),
    skip: z.int().nonnegative().default(0).describe("How many calls it lets pass first."),
    retryAfter: z
      .union([z.string(), z.number()])
      .optional()
      .describe("The Retry-After header, as it is given."),
    status: z.int().min(200).max(599).optional().describe("The status, for `reply` and `redirect`."),
    body: z.string().optional().describe("The text, for `reply`."),
    type: z.string().optional().describe("The content type, for `reply` and `contentType`."),
    location: z.string().optional().describe("Where `redirect` leads."),
    field: z
      .string()
      .min(1)
      .optional()
      .describe("The field, at any depth, or the permission that nobody knows."),
    value: z.unknown().optional().describe("What `withField` puts there."),
    perSecond: z
      .int()
      .nonnegative()
      .optional()
      .describe("How many calls `throttle` lets through in a second."),
    entries: z.int().nonnegative().default(0).describe("How many entries `shortList` leaves of each list."),
    lists: z.int().positive().default(1).describe("How many lists lag, within a minute."),
    ms: z.number().nonnegative().default(0).describe("Milliseconds, for `latency`, `drip` and `late`."),
    reply: z.enum(["hang", "reset"]).default("hang").describe("What the caller of `late` sees."),
  })
  .superRefine((fault, context) => {
    const missing = NEEDS[fault.kind]?.filter((name) => fault[name] === undefined) ?? [];
    for (const path of missing)
      context.addIssue({ code: "custom", path: [path], message: `is needed for ${fault.kind}` });
    if (fault.kind === "redirect" && ![undefined, 301, 302, 303, 307, 308].includes(fault.status))
      context.addIssue({ code: "custom", path: ["status"], message: "isn't that of a redirect" });
  })
  .meta({ title: "A fault of the AppTego sandbox" });
export type Fault = z.output<typeof Fault>;
/** A fault as it is given: what is left out has its default. */
export type FaultInput = z.input<typeof Fault>;

/** The faults that are due. */
export interface Faults {
  /** @throws ZodError when it isn't a fault */
  readonly add: (fault: FaultInput) => void;
  readonly clear: () => void;
  /** Those that still have calls to strike. */
  readonly due: () => readonly Fault[];
  /** The fault that strikes this call, if one does, and the latency of this call in milliseconds. */
  readonly take: (operation: OperationName) => {
    readonly fault: Fault | undefined;
    readonly latencyMs: number;
  };
}

/** After a list that came short by chance so many are whole, so that two callers don't get two in a row. */
const WHOLE_LISTS = 3;

interface Due {
  readonly fault: Fault;
  skip: number;
  left: number;
  /** When the calls of the last second were let through by a throttle: epoch milliseconds. */
  passed: number[];
}

/** An empty list of faults. `random` yields numbers from 0 to 1 for those with a rate; `onAdd` sees each that is added; `now` is epoch milliseconds. */
export function createFaults(
  random: () => number = Math.random,
  onAdd: (fault: Fault) => boolean = () => true,
  now: () => number = Date.now,
): Faults {
  let due: Due[] = [];
  const whole = new Map<OperationName, number>(); // how many lists must still be whole, as one came short
  const strikes = (entry: Due, operation: OperationName): boolean => {
    if (entry.skip > 0) {
      entry.skip -= 1;
      return false;
    }
    if (entry.fault.kind === "throttle" && letsThrough(entry, now())) return false;
    if (entry.fault.rate !== undefined && random() >= entry.fault.rate) return false;
    if (entry.fault.kind === "shortList" && entry.fault.rate !== undefined) {
      if ((whole.get(operation) ?? 0) > 0) return false;
      whole.set(operation, WHOLE_LISTS);
    }
    entry.left -= 1;
    return true;
  };
  return {
    add(given) {
      const fault = Fault.parse(given);
      if (!onAdd(fault)) return;
      const unlimited = fault.rate !== undefined || fault.kind === "latency" || fault.kind === "throttle";
      due.push({ fault, skip: fault.skip, left: fault.count ?? (unlimited ? Infinity : 1), passed: [] });
    },
    clear() {
      due = [];
    },
    due: () => due.map(({ fault }) => fault),
    take(operation) {
      let struck: Fault | undefined;
      let latencyMs = 0;
      for (const entry of due) {
        if (!concerns(entry.fault, operation)) continue;
        if (entry.fault.kind === "latency") latencyMs += strikes(entry, operation) ? entry.fault.ms : 0;
        else if (struck === undefined && strikes(entry, operation)) struck = entry.fault;
      }
      if (struck === undefined) whole.set(operation, (whole.get(operation) ?? 0) - 1);
      due = due.filter(({ left }) => left > 0);
      return { fault: struck, latencyMs };
    },
  };
}

/** Whether a throttle lets a call of this moment through; one that it refuses doesn't count. */
function letsThrough(entry: Due, now: number): boolean {
  entry.passed = entry.passed.filter((time) => now - time < 1_000);
  if (entry.passed.length >= (entry.fault.perSecond ?? Infinity)) return false;
  entry.passed.push(now);
  return true;
}

function concerns({ operation }: Fault, called: OperationName): boolean {
  if (operation === "*" || operation === called) return true;
  const isRead = operations[called].effect === "read";
  return operation === "reads" ? isRead : operation === "writes" && !isRead;
}
