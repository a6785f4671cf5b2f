import { z } from "zod";
import { CONTESTANTS, OPERATIONS } from "./plan";

const Milliseconds = z.number().nonnegative();
const Bytes = z.number().nonnegative();

/** One operation of one contestant. */
export const Measurement = z.object({
  contestant: z.enum(CONTESTANTS),
  operation: z.enum(OPERATIONS),
  size: z.int(),
  latencyMs: z.number(),
  throttled: z.boolean(),
  round: z.int(),
  /** The how many-th of its round: short operations are done several times. */
  repeat: z.int(),
  ms: Milliseconds,
  /** What reached the sandbox, those with 429 among them. */
  calls: z.int(),
  writes: z.int(),
  /** Calls that got 429. */
  refused: z.int(),
  /** On the wire, both ways. */
  bytes: Bytes,
  /** The most calls at once. */
  atOnce: z.int(),
  /** What went wrong; undefined where the operation did what it should. */
  failure: z.string().optional(),
});
export type Measurement = z.output<typeof Measurement>;

/** What a contestant leaves in the state after a create. */
export const StateSize = z.object({
  contestant: z.enum(CONTESTANTS),
  size: z.int(),
  /** The longest `__provider` of a resource. */
  providerBytes: Bytes,
  stateBytes: Bytes,
});
export type StateSize = z.output<typeof StateSize>;

/** How long processes take from their start to their end, one entry a start. */
export const Commands = z.object({
  /** `node -e 0`. */
  node: z.array(Milliseconds),
  /** `apptego --help`. */
  help: z.array(Milliseconds),
  /** `apptego drift --state` of 190 objects, each call of 50 ms. */
  drift: z.array(Milliseconds),
});
export type Commands = z.output<typeof Commands>;

/** Resident memory of the provider process. */
export const Memory = z.object({
  size: z.int(),
  /** The peak in each of ten `pulumi refresh`; each starts a process of its own. */
  peaks: z.array(Bytes),
  /** The peak of the process of a provider that does nothing, in one refresh. */
  floor: Bytes.optional(),
  /** After each of ten refreshes that one process did. */
  inOneProcess: z.array(Bytes),
});
export type Memory = z.output<typeof Memory>;

/** Where and of what a run is. */
export const Header = z.object({
  date: z.string(),
  machine: z.string(),
  node: z.string(),
  pulumi: z.string(),
  sdk: z.string(),
  curl: z.string(),
  commit: z.string(),
  /** Git's hash of the provider's folder: equal hashes are equal providers, whatever else was committed since. */
  providerTree: z.string(),
  /** How it was called. */
  command: z.string(),
  minutes: z.number(),
  /** How many runs of a cell were left out as time was up. */
  leftOut: z.int(),
});
export type Header = z.output<typeof Header>;

/** All of one run: what bench/results.json holds. */
export const Results = z.object({
  header: Header,
  measurements: z.array(Measurement),
  states: z.array(StateSize),
  commands: Commands.optional(),
  memory: Memory.optional(),
});
export type Results = z.output<typeof Results>;
