import { type OperationName, operations } from "../api/contract";
import type { FaultKind } from "./fault-kinds";

/** One call as the sandbox saw it; it never holds a secret. */
export interface Call {
  readonly operation: OperationName;
  /** The request as the contract names its fields; undefined where it can't be read. */
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
  /** The `tenant` header. */
  readonly tenant?: string | undefined;
  /** The connection's number: equal for calls that shared one. */
  readonly connection: number;
  /** What it cost on the wire, both ways and with its headers; undefined until it is over. */
  bytes?: number | undefined;
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
export interface WrittenJournal extends Journal {
  /** Takes a call down; the function that is returned says that it is over. */
  readonly begin: (call: Call) => () => void;
}

/** An empty journal. */
export function createJournal(): WrittenJournal {
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
    begin: (call) => {
      all.push(call);
      inFlight += 1;
      most = Math.max(most, inFlight);
      return () => {
        inFlight -= 1;
      };
    },
  };
}
