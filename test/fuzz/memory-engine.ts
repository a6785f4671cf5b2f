import { Semaphore } from "async-mutex";
import { HIDDEN } from "../../provider/pulumi/hidden-inputs";
import type { ResourceType } from "../../provider/resources";
import type { Goal } from "./goals";
import { Died, type ProviderProcess } from "./provider-process";

type Properties = Record<string, unknown>;

/** A resource as the state holds it. */
export interface Entry {
  /** Its name in the program. */
  readonly name: string;
  readonly type: ResourceType;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly initErrors: readonly string[];
}

/** A stack's state. */
export interface StackState {
  readonly resources: Map<string, Entry>;
  /** What was replaced and has to be deleted still. */
  pending: readonly Entry[];
}

/** How an operation of the engine ended. */
export interface Outcome {
  readonly ok: boolean;
  readonly died: boolean;
  /** What was printed of it. */
  readonly problems: readonly string[];
}

/** Hears what the engine does with the state. */
export interface EngineHooks {
  /** `create` was asked for. */
  readonly creating: (goal: Goal) => void;
  /** The state holds it from now on. */
  readonly held: (entry: Entry) => void;
  /** It isn't wanted any more: replaced, or no longer declared. */
  readonly unwanted: (entry: Entry) => void;
  /** `read` said that it is gone. */
  readonly gone: (entry: Entry) => void;
  /** `delete` said that it is done. */
  readonly deleted: (entry: Entry) => void;
  /** One call of a provider's method is over, with so many calls of the API by its process. */
  readonly did: (method: string, calls: number) => void;
}

/** Does a step when it is its turn: the engine works on so many at once. */
type Place = (work: () => Promise<void>) => Promise<void>;

interface Told {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];
}

/** A failure that the engine keeps as a partial state (step_executor.go, ResourceInitError). */
function partialOf(error: unknown): Told | undefined {
  return error instanceof Error && "id" in error && "properties" in error
    ? (error as Error & Told)
    : undefined;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack ?? "", ...(partialOf(error)?.reasons ?? [])].join("\n");
}

/** Does with a state what Pulumi's engine does, as far as a provider can tell: each step is saved when it is done. */
export function memoryEngine(state: StackState, hooks: EngineHooks) {
  const operate = async (
    parallel: number,
    work: (each: (works: readonly ((place: Place) => Promise<void>)[]) => Promise<boolean>) => Promise<void>,
  ): Promise<Outcome> => {
    const problems: string[] = [];
    const places = new Semaphore(parallel);
    // After a failure what is under way comes to its end, and nothing new begins.
    const place: Place = async (work) =>
      places.runExclusive(async () => {
        if (problems.length === 0) await work();
      });
    const each = async (works: readonly ((place: Place) => Promise<void>)[]) => {
      const running = works.map(async (one) => {
        try {
          await one(place);
        } catch (error) {
          if (error instanceof Died) throw error;
          problems.push(textOf(error));
        }
      });
      const ended = await Promise.allSettled(running);
      const death = ended.find((one) => one.status === "rejected");
      if (death) throw death.reason;
      return problems.length === 0;
    };
    try {
      await work(each);
      return { ok: problems.length === 0, died: false, problems };
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      return { ok: false, died: true, problems };
    }
  };

  const counting = async <Result>(process: ProviderProcess, method: string, work: () => Promise<Result>) => {
    const before = process.calls();
    try {
      return await work();
    } finally {
      hooks.did(method, process.calls() - before);
    }
  };

  const put = (process: ProviderProcess, entry: Entry, replaced?: Entry) => {
    process.save();
    state.resources.set(entry.name, entry);
    hooks.held(entry);
    if (replaced === undefined) return;
    state.pending = [...state.pending, replaced];
    hooks.unwanted(replaced);
  };

  const create = async (process: ProviderProcess, goal: Goal, inputs: Properties, replaced?: Entry) => {
    const { name, type } = goal;
    hooks.creating(goal);
    try {
      const { id, outs } = await counting(process, "create", async () =>
        process.call(type, async (provider) => provider.create(inputs)),
      );
      put(process, { ...{ name, type, id, inputs }, outputs: outs as Properties, initErrors: [] }, replaced);
    } catch (error) {
      const partial = partialOf(error);
      if (partial) {
        const { id, properties: outputs, reasons: initErrors } = partial;
        put(process, { name, type, id, inputs, outputs, initErrors }, replaced);
      }
      throw error;
    }
  };

  const remove = async (process: ProviderProcess, entry: Entry) => {
    hooks.unwanted(entry);
    await counting(process, "delete", async () =>
      process.call(entry.type, async (provider) => provider.delete(entry.id, entry.outputs)),
    );
    process.save();
    hooks.deleted(entry);
    if (state.resources.get(entry.name) === entry) state.resources.delete(entry.name);
    state.pending = state.pending.filter((one) => one !== entry);
  };

  const removing = (process: ProviderProcess) => (entry: Entry) => async (place: Place) =>
    place(async () => remove(process, entry));

  let declaredOf: (goal: Goal) => number = () => 0;
  const checked = async (process: ProviderProcess, goal: Goal, olds: Properties): Promise<Properties> => {
    const { inputs, failures = [] } = await process.call(goal.type, async (provider) =>
      provider.check(olds, { ...goal.news, [HIDDEN.declared]: declaredOf(goal) }),
    );
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return inputs as Properties;
  };

  /** Pulumi checks and compares each resource as the program registers it; only what follows waits for its turn. */
  const step = async (process: ProviderProcess, goal: Goal, place: Place): Promise<void> => {
    const { type } = goal;
    const old = state.resources.get(goal.name);
    const inputs = await checked(process, goal, old?.inputs ?? {});
    if (old === undefined) return place(async () => create(process, goal, inputs));
    const diff = await process.call(type, async (provider) => provider.diff(old.id, old.outputs, inputs));
    if ((diff.replaces ?? []).length > 0) {
      const anew = await checked(process, goal, {});
      if (diff.deleteBeforeReplace !== true && !goal.deleteBeforeReplace)
        return place(async () => create(process, goal, anew, old));
      return place(async () => {
        await remove(process, old);
        await create(process, goal, anew);
      });
    }
    if (diff.changes !== true && old.initErrors.length === 0) {
      state.resources.set(goal.name, { ...old, inputs });
      return undefined;
    }
    return place(async () => update(process, old, inputs));
  };

  const update = async (process: ProviderProcess, old: Entry, inputs: Properties): Promise<void> => {
    try {
      const { outs } = await counting(process, "update", async () =>
        process.call(old.type, async (provider) => provider.update(old.id, old.outputs, inputs)),
      );
      put(process, { ...old, inputs, outputs: outs as Properties, initErrors: [] });
    } catch (error) {
      const partial = partialOf(error);
      if (partial) put(process, { ...old, inputs, outputs: partial.properties, initErrors: partial.reasons });
      throw error;
    }
  };

  const read = async (process: ProviderProcess, entry: Entry) => {
    const found = await counting(process, "read", async () =>
      process.call(entry.type, async (provider) => provider.read(entry.id, entry.outputs)),
    );
    process.save();
    const isPending = state.pending.includes(entry);
    if (found.id === undefined || found.id === "") {
      hooks.gone(entry);
      if (isPending) state.pending = state.pending.filter((one) => one !== entry);
      else state.resources.delete(entry.name);
      return;
    }
    if (isPending) return;
    const inputs = (found as { inputs?: Properties }).inputs ?? entry.inputs;
    const outputs = found.props as Properties;
    state.resources.set(entry.name, { ...entry, id: found.id, inputs, outputs, initErrors: [] });
  };

  const readAll = (process: ProviderProcess) =>
    [...state.resources.values(), ...state.pending].map(
      (entry) => async (place: Place) => place(async () => read(process, entry)),
    );

  return {
    /** `pulumi up`, with `--refresh` or without. */
    up: async (process: ProviderProcess, goals: readonly Goal[], parallel: number, refresh = false) =>
      operate(parallel, async (each) => {
        declaredOf = ({ type }) => goals.filter((goal) => goal.type === type).length;
        if (refresh && !(await each(readAll(process)))) return;
        if (!(await each(goals.map((goal) => async (place) => step(process, goal, place))))) return;
        const wished = new Set(goals.map(({ name }) => name));
        const unwished = [...state.resources.values()].filter(({ name }) => !wished.has(name));
        await each([...state.pending, ...unwished].reverse().map(removing(process)));
      }),
    /** `pulumi refresh`. */
    refresh: async (process: ProviderProcess, parallel: number) =>
      operate(parallel, async (each) => {
        await each(readAll(process));
      }),
    /** `pulumi destroy`. */
    destroy: async (process: ProviderProcess, parallel: number) =>
      operate(parallel, async (each) => {
        const all = [...state.pending, ...state.resources.values()].reverse();
        await each(all.map(removing(process)));
      }),
  };
}
