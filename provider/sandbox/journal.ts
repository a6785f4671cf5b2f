import { type OperationName, operations } from "../api/contract";
import type { FaultKind } from "./faults";

/** One call as the sandbox saw it; it never holds a secret. */
export interface Call {
  readonly operation: OperationName;
  readonly request: unknown;
  /** The status that was answered; undefined where no reply was sent. */
  status: number | undefined;
  /** Whether the operation was done. */
  applied: boolean;
  /** The id of the object that was made or changed. */
  id?: string | undefined;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly fault?: FaultKind | undefined;
  readonly userAgent?: string | undefined;
}

/** Every call since the start or the last clear, in the order of arrival. */
export interface Journal {
  readonly all: readonly Call[];
  /** The operations' names, in order. */
  readonly operations: () => OperationName[];
  /** The calls that could change something. */
  readonly writes: () => Call[];
  /** The calls that can't. */
  readonly reads: () => Call[];
  /** How many calls of an operation there were. */
  readonly count: (operation: OperationName) => number;
  /** The most calls that were under way at once. */
  readonly maxInFlight: () => number;
  readonly clear: () => void;
}

/** A journal, and how the server writes it. */
export function createJournal(): Journal & {
  readonly record: (call: Call) => void;
  readonly enter: () => void;
  readonly leave: () => void;
} {
  const all: Call[] = [];
  let inFlight = 0;
  let most = 0;
  const isRead = ({ operation }: Call) => operations[operation].effect === "read";
  return {
    all,
    operations: () => all.map(({ operation }) => operation),
    writes: () => all.filter((call) => !isRead(call)),
    reads: () => all.filter(isRead),
    count: (operation) => all.filter((call) => call.operation === operation).length,
    maxInFlight: () => most,
    clear: () => {
      all.length = 0;
      most = inFlight;
    },
    record: (call) => {
      all.push(call);
    },
    enter: () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
    },
    leave: () => {
      inFlight -= 1;
    },
  };
}
