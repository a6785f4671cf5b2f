import { z } from "zod";
import { type OperationName, operations } from "../api/contract";

const OPERATION_NAMES = Object.keys(operations) as [OperationName, ...OperationName[]];

/** What can go wrong, by kind. Those of the second group need the operation to be done, whatever `when` says. */
export const FAULT_KINDS = {
  reset: "the connection is reset",
  close: "the connection is closed without a reply",
  hang: "no reply ever comes",
  rateLimit: "429; `retryAfter` is sent as it is given, nothing if left out",
  serverError: "500 with AppTego's error body",
  unavailable: "503 with an error body; `retryAfter` as for rateLimit",
  badGateway: "502 with an HTML page",
  unavailablePage: "503 with an HTML page",
  page: "200 with an HTML page, such as a captive portal's",
  empty: "200 without a body",
  noContent: "204",
  redirect: "a redirect (`status` 301, 302, 307 or 308) to `location`",
  reply: "`status` and `body`, as they are given",
  echo: "500 whose error text repeats the caller's Authorization header",
  truncated: "half of the reply, then the connection ends",
  contentType: "the reply with the content type `text/plain`",
  drip: "the reply byte by byte, one each `ms` milliseconds",
  oversized: "the reply with 6 MiB of blanks before it",
  withoutField: "the reply without `field`, at any depth",
  extraFields: "the reply with fields that nobody knows",
  unknownPermission: "the reply with a permission that nobody knows, `field` or `future_permission`",
  shuffled: "the reply with lists and keys in reverse order",
  notApplied: "the reply of a success, but nothing was done",
  late: "no reply; what was asked for is done later, when the caller may have given up: at releaseLate()",
  listLag: "the next `lists` lists of the same kind are as before the call",
  latency: "the reply comes `ms` milliseconds later",
} as const;

/** One fault to be played. Over HTTP it is the JSON body of `POST /__sandbox/faults`. */
export const Fault = z.strictObject({
  operation: z
    .union([z.enum(OPERATION_NAMES), z.enum(["*", "reads", "writes"])])
    .default("*")
    .describe("Which calls."),
  kind: z.enum(Object.keys(FAULT_KINDS) as [keyof typeof FAULT_KINDS]).describe("What goes wrong."),
  when: z.enum(["before", "after"]).default("before").describe("Before the operation is done, or after."),
  count: z.int().positive().optional().describe("How many calls; 1 if neither count nor rate is given."),
  rate: z.number().min(0).max(1).optional().describe("The part of the calls that it strikes."),
  skip: z.int().nonnegative().default(0).describe("How many calls it lets pass first."),
  retryAfter: z.string().optional(),
  status: z.int().min(200).max(599).optional(),
  body: z.string().optional(),
  location: z.string().optional(),
  field: z.string().optional(),
  lists: z.int().positive().default(1),
  ms: z.number().nonnegative().default(0),
});
export type Fault = z.output<typeof Fault>;
export type FaultKind = Fault["kind"];

/** The faults that are due. */
export interface Faults {
  /** @throws ZodError when it isn't a fault */
  readonly add: (fault: z.input<typeof Fault>) => void;
  readonly clear: () => void;
  /** The fault that strikes this call, if one does, and the latency of this call in milliseconds. */
  readonly take: (operation: OperationName) => {
    readonly fault: Fault | undefined;
    readonly latencyMs: number;
  };
}

interface Due {
  readonly fault: Fault;
  skip: number;
  left: number;
}

/** An empty list of faults. `random` yields numbers from 0 to 1 for those with a rate. */
export function createFaults(random: () => number = Math.random): Faults {
  let due: Due[] = [];
  const strikes = (entry: Due): boolean => {
    if (entry.skip > 0) {
      entry.skip -= 1;
      return false;
    }
    if (entry.fault.rate !== undefined && random() >= entry.fault.rate) return false;
    entry.left -= 1;
    return true;
  };
  return {
    add(given) {
      const fault = Fault.parse(given);
      const unlimited = fault.rate !== undefined || fault.kind === "latency";
      due.push({ fault, skip: fault.skip, left: fault.count ?? (unlimited ? Infinity : 1) });
    },
    clear() {
      due = [];
    },
    take(operation) {
      let struck: Fault | undefined;
      let latencyMs = 0;
      for (const entry of due) {
        if (!concerns(entry.fault, operation)) continue;
        if (entry.fault.kind === "latency") latencyMs += strikes(entry) ? entry.fault.ms : 0;
        else if (struck === undefined && strikes(entry)) struck = entry.fault;
      }
      due = due.filter(({ left }) => left > 0);
      return { fault: struck, latencyMs };
    },
  };
}

function concerns({ operation }: Fault, called: OperationName): boolean {
  if (operation === "*" || operation === called) return true;
  const isRead = operations[called].effect === "read";
  return operation === "reads" ? isRead : operation === "writes" && !isRead;
}
