import { isDeepStrictEqual } from "node:util";
import { connect } from "../../provider/api/client";
import type { Connection } from "../../provider/api/connection";
import { LIMITS, operations } from "../../provider/api/contract";
import { createServerClock } from "../../provider/api/server-clock";
import { dynamicProvider } from "../../provider/pulumi/dynamic-provider";
import type { ResourceType } from "../../provider/resources";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import { configureRequest, type Provider } from "../support/provider";
import type { OtherServer } from "./other-server";
import { KIND, ours } from "./started";
import type { Entry } from "./store";

type Properties = Record<string, unknown>;

/** What a program declares: resources by name. */
export type Wishes = Readonly<Record<string, readonly [ResourceType, Readonly<Properties>]>>;

/** A resource in the state. */
export interface Held {
  readonly type: ResourceType;
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
  /** Whether the last operation left it unfinished. */
  readonly unfinished: boolean;
}

/** What Pulumi's engine does with resources, without Pulumi: each run is another process of the provider. */
export interface LittleEngine {
  readonly held: ReadonlyMap<string, Held>;
  /** All that the state knows, also what waits to be deleted after its replacement. */
  readonly known: () => readonly Held[];
  /** @returns what failed, nothing if all is as wished */
  readonly up: (wishes: Wishes) => Promise<string[]>;
  /** @returns what failed, and the names of those that aren't as the state says */
  readonly refresh: () => Promise<string[]>;
  /** Runs until nothing fails, and follows the advice that it gets. @throws Error after 12 runs */
  readonly settle: (wishes: Wishes) => Promise<void>;
}

/** A client's view of the server. */
export function connectionTo({ url, credentials }: OtherServer, more: Partial<Connection> = {}): Connection {
  const baseUrl = url.replace(/\/+$/, "");
  return {
    ...credentials,
    baseUrl,
    integration: "unit tests",
    contract: operations,
    limits: LIMITS,
    ...more,
  };
}

/** The tenant as a new process knows it; its waits are the server's time. */
export function newProcess(server: OtherServer, more: Partial<Connection> = {}): Tenant {
  const connection = connectionTo(server, more);
  const now = () => server.now() - server.habits.clockSkewMs;
  const clock = createServerClock(now);
  const api = connect(connection, { pace: () => 0, random: () => 0, now, clock });
  const wait = async (milliseconds: number) => {
    server.advance(milliseconds);
    return Promise.resolve();
  };
  return openTenant(api, connection, { wait, clock, now: () => new Date(now()) });
}

/** The provider of a type in a process. */
export async function providerIn(tenant: Tenant, type: ResourceType): Promise<Provider> {
  const provider = dynamicProvider(type, () => tenant) as Provider; // the adapter has each method
  await provider.configure(configureRequest({}));
  return provider;
}

const RUNS = 12;
const SAME_CLOCK_MS = 5_000;

function partOf(error: Error): Pick<Held, "id" | "state"> | undefined {
  return "id" in error && "properties" in error
    ? { id: String(error.id), state: error.properties as Properties }
    : undefined;
}

/** A stack whose state is empty. */
export function littleEngine(server: OtherServer, more: Partial<Connection> = {}): LittleEngine {
  const held = new Map<string, Held>();
  const leaving = new Set<Held>();
  let errors: string[] = [];

  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      errors.push((error as Error).message);
      return false;
    }
  };
  const hold = async (
    name: string,
    entry: Omit<Held, "id" | "state" | "unfinished">,
    work: () => Promise<Pick<Held, "id" | "state">>,
  ) =>
    attempt(async () => {
      try {
        held.set(name, { ...entry, ...(await work()), unfinished: false });
      } catch (error) {
        const part = partOf(error as Error);
        if (part) held.set(name, { ...entry, ...part, unfinished: true });
        throw error;
      }
    });
  const remove = async (tenant: Tenant, { type, id, state }: Held) =>
    attempt(async () => (await providerIn(tenant, type)).delete(id, state));

  const make = async (tenant: Tenant, name: string, [type, wish]: Wishes[string]): Promise<void> => {
    const provider = await providerIn(tenant, type);
    const before = held.get(name);
    const { inputs } = (await provider.check(before?.inputs ?? {}, wish)) as { inputs: Properties };
    const create = async () =>
      hold(name, { type, inputs }, async () => {
        const { id, outs } = await provider.create(inputs);
        return { id, state: outs as Properties };
      });
    if (before === undefined) {
      await create();
      return;
    }
    const { id, state } = before;
    const { changes, replaces = [], deleteBeforeReplace } = await provider.diff(id, state, inputs);
    if (replaces.length > 0 && deleteBeforeReplace) {
      if (!(await remove(tenant, before))) return;
      held.delete(name);
      await create();
    } else if (replaces.length > 0) {
      await create();
      if (held.get(name) !== before) leaving.add(before);
    } else if (changes || before.unfinished)
      await hold(name, { type, inputs }, async () => {
        const { outs } = await provider.update(id, state, inputs);
        return { id, state: outs as Properties };
      });
  };
  const clear = async (tenant: Tenant): Promise<void> => {
    for (const old of leaving) if (await remove(tenant, old)) leaving.delete(old);
  };
  const known = () => [...held.values(), ...leaving];

  const up: LittleEngine["up"] = async (wishes) => {
    errors = [];
    const tenant = newProcess(server, more);
    await clear(tenant);
    for (const [name, wish] of Object.entries(wishes)) await attempt(async () => make(tenant, name, wish));
    await clear(tenant);
    for (const [name, old] of held) if (!(name in wishes) && (await remove(tenant, old))) held.delete(name);
    return errors;
  };
  // Where the server doesn't say when something was made, or by another clock, a person has to look at what nobody can
  // tell apart.
  const follow = (advice: string): void => {
    const { creationTime, dateSkewMs } = server.habits;
    if (creationTime === "given" && Math.abs(dateSkewMs ?? Infinity) <= SAME_CLOCK_MS) return;
    const isKnown = ({ kind, id }: Entry) => known().some((one) => KIND[one.type] === kind && one.id === id);
    for (const entry of ours(server))
      if (!isKnown(entry) && advice.includes(entry.id)) server.store.remove(entry);
  };
  return {
    ...{ held, known, up },
    async refresh() {
      errors = [];
      const tenant = newProcess(server, more);
      const differing: string[] = [];
      for (const [name, before] of held)
        await attempt(async () => {
          const { type, id, state } = before;
          const found = await (await providerIn(tenant, type)).read(id, state);
          const props = found.props as Properties | undefined;
          if (!isDeepStrictEqual(plain(props), plain(state))) differing.push(name);
          if (props === undefined) held.delete(name);
          else held.set(name, { ...before, state: props });
        });
      return [...errors, ...differing];
    },
    async settle(wishes) {
      for (let runs = 1; ; runs += 1) {
        const failed = await up(wishes);
        server.advance(5_000);
        if (failed.length === 0) return;
        follow(failed.join("\n"));
        if (runs === RUNS) throw new Error(`not as wished after ${RUNS} runs: ${failed.join("\n")}`);
      }
    },
  };
}

function plain(value: Properties | undefined): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
