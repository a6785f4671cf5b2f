import { AsyncLocalStorage } from "node:async_hooks";
import { format } from "node:util";
import { connect } from "../../provider/api/client";
import { resolveConnection, type Settings } from "../../provider/api/connection";
import type { Api, Contract } from "../../provider/api/contract";
import { createRedactor, redactor, type Redactor } from "../../provider/api/redact";
import { createServerClock } from "../../provider/api/server-clock";
import { dynamicProvider } from "../../provider/pulumi/dynamic-provider";
import type { ResourceType } from "../../provider/resources";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import type { Crash, Rails } from "./scenario";
import type { ServerUnderTest } from "./server-under-test";
import type { VirtualTime } from "./virtual-time";

/** A provider with all its methods, which the SDK calls optional. */
export type Provider = Required<ReturnType<typeof dynamicProvider>>;

/** Makes the provider of a type; `open` opens the tenant that its configuration leads to. */
export type MakeProvider = (
  type: ResourceType,
  open: (settings: Settings) => Tenant,
) => ReturnType<typeof dynamicProvider>;

/** What a process of the provider needs. */
export interface Surroundings {
  readonly server: ServerUnderTest;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly makeProvider: MakeProvider;
  /** Hears of every call once it is over. */
  readonly onCall: () => void;
  /** What the provider printed. */
  readonly printed: string[];
  /** The file that the call log goes to. */
  readonly log?: string | undefined;
  readonly rails?: Rails | undefined;
}

/** The process is gone in the middle of its work. */
export class Died extends Error {
  override readonly name = "Died" as const;
}

/** One process of the provider: it knows what it was told since it began, and may die. */
export interface ProviderProcess {
  /** Does something with the provider of a type. @throws Died, and what the provider throws */
  readonly call: <Result>(
    type: ResourceType,
    work: (provider: Provider) => Promise<Result>,
  ) => Promise<Result>;
  /** Says that what came last goes into the state now. @throws Died when it doesn't come to that */
  readonly save: () => void;
  readonly calls: () => number;
}

interface Own {
  readonly redactor: Redactor;
  readonly printed: string[];
}

const own = new AsyncLocalStorage<Own>();
const PRINTS = ["log", "info", "warn", "error", "debug"] as const;
let isSplit = false;

/** What is one a process becomes one a simulated process: the redactor, and what is printed. */
function splitProcess(): void {
  if (isSplit) return;
  isSplit = true;
  const first: Redactor = { ...redactor };
  redactor.learn = (secret) => (own.getStore()?.redactor ?? first).learn(secret);
  redactor.clean = (text) => (own.getStore()?.redactor ?? first).clean(text);
  for (const print of PRINTS) {
    const original = console[print].bind(console);
    console[print] = (...values: unknown[]) => {
      const store = own.getStore();
      if (store === undefined) original(...values);
      else store.printed.push(format(...values));
    };
  }
}

// A server that hangs is waited for in real time, so not for long; a calm one may take its time.
const HASTE_MS = 1_000;

function hasty(contract: Contract): Contract {
  const entries = Object.entries(contract).map(([name, operation]) => [
    name,
    { ...operation, timeoutMs: HASTE_MS },
  ]);
  return Object.fromEntries(entries) as Contract; // the same operations
}

/** Starts a process of the provider. `calm` where no call goes wrong. */
export function startProcess(around: Surroundings, calm: boolean, crash?: Crash): ProviderProcess {
  splitProcess();
  const { server, time, random, makeProvider } = around;
  const store: Own = { redactor: createRedactor(), printed: around.printed };
  const ending = new AbortController();
  let calls = 0;
  let saves = 0;
  let isDead = false;
  let fail: (death: Died) => void = () => undefined;
  const died = new Promise<never>((_, reject) => {
    fail = reject;
  });
  died.catch(() => undefined);
  const die = () => {
    isDead = true;
    ending.abort();
    fail(new Died());
  };

  const guarded = async (work: () => Promise<unknown>): Promise<unknown> => {
    if (isDead) return died;
    calls += 1;
    const isLast = crash !== undefined && crash.when !== "unsaved" && calls === crash.at;
    if (isLast && crash.when === "unsent") {
      die();
      return died;
    }
    try {
      return await work();
    } finally {
      around.onCall();
      if (isLast) die();
    }
  };
  let tenant: Tenant | undefined;
  const open = (settings: Settings): Tenant => {
    if (tenant) return tenant;
    const given = resolveConnection(settings, {});
    const connection = calm ? given : { ...given, contract: hasty(given.contract) };
    const pace = (milliseconds: number) => {
      time.advance(milliseconds);
      return 0;
    };
    const clock = createServerClock(time.now);
    const api = connect(connection, { now: time.now, random, pace, clock, signal: ending.signal });
    const watched = Object.entries(api).map(([name, call]) => [
      name,
      async (request: never) => guarded(async () => (call as (given: never) => Promise<unknown>)(request)),
    ]);
    const say = (message: string) => void around.printed.push(message);
    const options = { wait: time.wait, now: () => new Date(time.now()), clock, tell: say, warn: say };
    tenant = openTenant(Object.fromEntries(watched) as Api, connection, options); // the same functions, watched
    return tenant;
  };

  const providers = new Map<ResourceType, Promise<Provider>>();
  const started = async (type: ResourceType): Promise<Provider> => {
    const provider = makeProvider(type, open) as Provider; // the adapter has each method
    const { tenantId, tokenKey, tokenSecret } = server.credentials;
    const configuration = {
      "apptego:baseUrl": server.url,
      "apptego:tenantId": tenantId,
      "apptego:tokenKey": tokenKey,
      "apptego:tokenSecret": tokenSecret,
      "apptego:integration": "fuzz",
      ...(around.log !== undefined && { "apptego:log": around.log }),
      ...(around.rails !== undefined && { "apptego:rails": JSON.stringify(around.rails) }),
    };
    const get = (key: string) => Object.entries(configuration).find(([name]) => name === key)?.[1];
    await provider.configure({ config: { get, require: (key) => get(key) ?? "" } });
    return provider;
  };
  return {
    call: async (type, work) =>
      own.run(store, async () => {
        const provider = providers.get(type) ?? started(type);
        providers.set(type, provider);
        const done = provider.then(work);
        done.catch(() => undefined); // what a dead process still did is nobody's business
        return Promise.race([done, died]);
      }),
    save() {
      saves += 1;
      if (crash?.when === "unsaved" && saves === crash.at) die();
      if (isDead) throw new Died();
    },
    calls: () => calls,
  };
}
