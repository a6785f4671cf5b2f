import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { type Sandbox, startSandbox } from "../provider/sandbox";
import type { Engine } from "../scripts/engine/engine";
import type { Workspace } from "../scripts/engine/workspace";
import { byCurl } from "./by-curl";
import { ending, interrupted } from "./clean-up";
import { type EnginePerformer, onEngine } from "./on-engine";
import type { Performer } from "./performer";
import { type Cell, type Operation, OPERATIONS, REPEATED, THROTTLE_PER_SECOND } from "./plan";
import type { Measurement, StateSize } from "./results";

/** What one round of a cell brought. */
export interface Played {
  readonly measurements: readonly Measurement[];
  readonly state: StateSize | undefined;
}

const State = z.object({
  checkpoint: z.object({
    latest: z.object({
      resources: z.array(z.object({ inputs: z.object({ __provider: z.string().optional() }).optional() })),
    }),
  }),
});

/** A tenant for so many resources, with an owner and the token that is in use. */
export async function tenantFor(size: number): Promise<Sandbox> {
  if (size <= 190) return startSandbox();
  const limits = { apiTokens: Infinity, automationKeys: Infinity, users: Infinity };
  return startSandbox({ limits, seed: { tenant: { maxUsers: 10_000 } } });
}

async function stateOf({ contestant, size }: Cell, { backend }: Workspace): Promise<StateSize> {
  const text = await readFile(path.join(backend, ".pulumi/stacks/engine-test/dev.json"), "utf8");
  const { resources } = State.parse(JSON.parse(text)).checkpoint.latest;
  const providers = resources.map(({ inputs }) => Buffer.byteLength(inputs?.__provider ?? ""));
  return { contestant, size, providerBytes: Math.max(...providers), stateBytes: Buffer.byteLength(text) };
}

/** What a round of a cell does, one after the other: what is wanted, and the create without which nothing else is possible. */
export function inOrder(
  { repeats }: Pick<Cell, "repeats">,
  wanted: readonly Operation[],
): readonly { readonly operation: Operation; readonly repeat: number }[] {
  const needed = OPERATIONS.filter((operation) => wanted.includes(operation) || operation === "create");
  return needed.flatMap((operation) =>
    Array.from({ length: REPEATED.includes(operation) ? repeats : 1 }, (_, at) => ({
      operation,
      repeat: at + 1,
    })),
  );
}

async function play(
  cell: Cell,
  {
    performer,
    sandbox,
    round,
    wanted,
  }: { performer: Performer; sandbox: Sandbox; round: number; wanted: readonly Operation[] },
  onOperation: (operation: Operation) => void,
): Promise<Measurement[]> {
  const { contestant, size, latencyMs, throttled } = cell;
  const measurements: Measurement[] = [];
  for (const { operation, repeat } of inOrder(cell, wanted).filter((one) => performer.can(one.operation))) {
    interrupted.throwIfAborted();
    onOperation(operation);
    await performer.prepare(operation);
    sandbox.calls.clear();
    const began = performance.now();
    const failure = await performer.perform(operation);
    const ms = performance.now() - began;
    interrupted.throwIfAborted(); // what was cut off is no measurement
    const { all } = sandbox.calls;
    measurements.push({
      ...{ contestant, operation, size, latencyMs, throttled, round, repeat, ms },
      calls: all.length,
      writes: sandbox.calls.writes().length,
      refused: all.filter(({ status }) => status === 429).length,
      bytes: all.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
      atOnce: sandbox.calls.maxInFlight(),
      ...(failure !== undefined && { failure }),
    });
  }
  return measurements.filter(({ operation }) => wanted.includes(operation));
}

/** One round of a cell, against a tenant of its own; nothing of it is left behind. */
export async function playCell(
  {
    cell,
    round,
    wanted,
  }: { readonly cell: Cell; readonly round: number; readonly wanted: readonly Operation[] },
  engine: Engine,
  onOperation: (operation: Operation) => void,
): Promise<Played> {
  const { contestant, size, latencyMs, throttled } = cell;
  const sandbox = await tenantFor(size);
  return ending(sandbox.close, async () => {
    if (latencyMs > 0) sandbox.faults.add({ kind: "latency", ms: latencyMs });
    if (throttled) sandbox.faults.add({ kind: "throttle", perSecond: THROTTLE_PER_SECOND, retryAfter: 1 });
    if (contestant === "curl") {
      const performer = byCurl(sandbox, size);
      return ending(performer.end, async () => ({
        measurements: await play(cell, { performer, sandbox, round, wanted }, onOperation),
        state: undefined,
      }));
    }
    return withStack(contestant, { engine, sandbox, size }, async (performer) => {
      let state: StateSize | undefined;
      const prepare: Performer["prepare"] = async (operation) => {
        if (operation === "no-op") state ??= await stateOf(cell, performer.workspace);
        await performer.prepare(operation);
      };
      const measured = { ...performer, prepare };
      const measurements = await play(cell, { performer: measured, sandbox, round, wanted }, onOperation);
      return { measurements, state };
    });
  });
}

/** A contestant's stack, for as long as `use` takes. */
export async function withStack<T>(
  contestant: "floor" | "ours" | "naive",
  given: { readonly engine: Engine; readonly sandbox: Sandbox; readonly size: number },
  use: (performer: EnginePerformer) => Promise<T>,
): Promise<T> {
  const making = onEngine(contestant, given);
  const end = async () => making.then((performer) => performer.end()).catch(() => undefined);
  return ending(end, async () => use(await making));
}
