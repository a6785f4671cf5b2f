import { z } from "zod";
import type { Changes } from "./changes";

/** How one call of `pulumi` ended. */
export interface CallResult {
  readonly args: readonly string[];
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** What the operation did, or would do. */
  readonly changes: Changes;
}

/** How `pulumi preview --json` ended. */
export interface PreviewResult extends CallResult {
  /** The steps by URN, as Pulumi describes them; empty without `json`. */
  readonly steps: readonly PreviewStep[];
}

/** A call that runs. */
export interface Call {
  /** The engine's process, which is also the session of all that it starts; undefined where it couldn't be started. */
  readonly pid: number | undefined;
  /** Sends a signal to the engine and to everything that it started. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Never rejects. */
  readonly ended: Promise<CallResult>;
}

const PreviewStep = z.looseObject({
  op: z.string(),
  urn: z.string(),
  diffReasons: z.array(z.string()).nullish(),
  replaceReasons: z.array(z.string()).nullish(),
});
/** What a preview would do to one resource. */
export type PreviewStep = z.output<typeof PreviewStep>;
/** What `pulumi preview --json` prints. */
export const PreviewDigest = z.looseObject({
  steps: z.array(PreviewStep).nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

const StateResource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
  initErrors: z.array(z.string()).optional(),
});
/** What `pulumi stack export` prints. */
export const StackExport = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(StateResource).default([]),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});
/** A stack's state, as `pulumi stack export` gives it. */
export type StackExport = z.output<typeof StackExport>;
