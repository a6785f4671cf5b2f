import { goalOf } from "./goals";
import { type EngineHooks, memoryEngine, type Outcome, type StackState } from "./memory-engine";
import type { ProviderProcess } from "./provider-process";
import type { Wished } from "./scenario";

const PROJECT = "fuzz-beside";
const MOST = 2; // a tenant has few places for keys

/** Another stack of the same tenant. */
export interface SecondStack {
  readonly state: StackState;
  /** How many resources its program declares. */
  readonly size: number;
  readonly up: (process: ProviderProcess, parallel: number, refresh: boolean) => Promise<Outcome>;
}

/** A stack of another project, whose program declares some of the same credentials by the same names, unnamed. */
export function secondStack(program: readonly Wished[], hooks: EngineHooks): SecondStack {
  const state: StackState = { resources: new Map(), pending: [] };
  const engine = memoryEngine(state, hooks);
  const bySlot = new Map(
    program
      .filter(({ type }) => type === "ApiToken" || type === "AutomationKey")
      .map((wished) => [wished.slot, { ...wished, named: false }] as const),
  );
  const goals = [...bySlot.values()].slice(0, MOST).map((wished) => goalOf(wished, PROJECT));
  return {
    state,
    size: goals.length,
    up: async (process, parallel, refresh) => engine.up(process, goals, parallel, refresh),
  };
}
