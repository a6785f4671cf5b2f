import { connect } from "../../provider/api/client";
import type { Connection } from "../../provider/api/connection";
import { LIMITS, operations } from "../../provider/api/contract";
import { AppTegoError } from "../../provider/api/errors";
import { compare } from "../../provider/pulumi/compare";
import { remember } from "../../provider/pulumi/known-states";
import { resourceOf, type ResourceType } from "../../provider/resources";
import { PartlyCreated, Refused, type State } from "../../provider/resources/lifecycle";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import { checked } from "../support/provider";
import type { OtherServer } from "./other-server";

/** What a program declares: resources by name. */
export type Wishes = Readonly<Record<string, readonly [ResourceType, Readonly<Record<string, unknown>>]>>;

/** A resource in the state. */
export interface Held {
  readonly type: ResourceType;
  readonly id: string;
  readonly state: State;
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
  /** @returns the names of those that aren't as the state says */
  readonly refresh: () => Promise<string[]>;
  /** Runs until nothing fails. @throws Error after 12 runs */
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
  const api = connect(connection, { pace: () => 0, random: () => 0 });
  const wait = async (milliseconds: number) => {
    server.advance(milliseconds);
    return Promise.resolve();
  };
  return openTenant(api, connection, { wait });
}

const RUNS = 12;

/** A stack whose state is empty. */
export function littleEngine(server: OtherServer, more: Partial<Connection> = {}): LittleEngine {
  const held = new Map<string, Held>();
  const leaving = new Set<Held>();
  let errors: string[] = [];

  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      const expected = error instanceof AppTegoError || error instanceof PartlyCreated;
      if (!expected && !(error instanceof Refused)) throw error;
      errors.push(`${what}: ${error.message}`);
      return false;
    }
  };
  const hold = async (
    name: string,
    type: ResourceType,
    work: () => Promise<{ id: string; state: State }>,
  ): Promise<void> => {
    try {
      held.set(name, { type, ...(await work()), unfinished: false });
    } catch (error) {
      if (error instanceof PartlyCreated) held.set(name, { type, ...error.created, unfinished: true });
      throw error;
    }
  };
  const remove = async (tenant: Tenant, { type, id, state }: Held) =>
    attempt(`delete ${type}`, () => resourceOf(type).delete(tenant, id, state));

  const make = async (tenant: Tenant, name: string, [type, wish]: Wishes[string]): Promise<void> => {
    const resource = resourceOf(type);
    const inputs = checked(type, wish);
    const create = async () =>
      attempt(`create ${type}`, () => hold(name, type, async () => resource.create(tenant, inputs)));
    const before = held.get(name);
    if (before === undefined) {
      await create();
      return;
    }
    const { id, state } = before;
    const { changes, replaces = [], deleteBeforeReplace } = compare(resource, id, state, inputs);
    if (replaces.length > 0 && deleteBeforeReplace) {
      if (!(await remove(tenant, before))) return;
      held.delete(name);
      await create();
    } else if (replaces.length > 0) {
      await create();
      if (held.get(name) !== before) leaving.add(before);
    } else if (changes || before.unfinished)
      await attempt(`update ${type}`, () =>
        hold(name, type, async () => ({ id, state: await resource.update(tenant, id, state, inputs) })),
      );
  };
  const clear = async (tenant: Tenant): Promise<void> => {
    for (const old of leaving) if (await remove(tenant, old)) leaving.delete(old);
  };

  const up: LittleEngine["up"] = async (wishes) => {
    errors = [];
    const tenant = newProcess(server, more);
    await clear(tenant);
    for (const { type, state } of held.values()) remember(resourceOf(type), tenant, state);
    for (const [name, wish] of Object.entries(wishes)) await make(tenant, name, wish);
    await clear(tenant);
    for (const [name, old] of held) if (!(name in wishes) && (await remove(tenant, old))) held.delete(name);
    return errors;
  };
  return {
    ...{ held, up },
    known: () => [...held.values(), ...leaving],
    async refresh() {
      errors = [];
      const tenant = newProcess(server, more);
      const differing: string[] = [];
      for (const [name, before] of held) {
        const { type, id, state } = before;
        await attempt(`read ${type}`, async () => {
          const found = await resourceOf(type).read(tenant, id, state);
          if (JSON.stringify(found) !== JSON.stringify(state)) differing.push(name);
          if (found === undefined) held.delete(name);
          else held.set(name, { ...before, state: found });
        });
      }
      return [...errors, ...differing];
    },
    async settle(wishes) {
      for (let runs = 1; ; runs += 1) {
        const failed = await up(wishes);
        server.advance(5_000);
        if (failed.length === 0) return;
        if (runs === RUNS) throw new Error(`not as wished after ${RUNS} runs: ${failed.join("\n")}`);
      }
    },
  };
}
