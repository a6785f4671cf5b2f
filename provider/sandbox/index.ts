import type { AddressInfo } from "node:net";
import { authorizationHeader } from "../api/connection";
import { type Contract, LIMITS, type OperationName, operations, type Plan } from "../api/contract";
import { createFaults, type Fault, type Faults } from "./faults";
import { createJournal, type Journal } from "./journal";
import { createListLag } from "./list-lag";
import { createPortal, type Portal } from "./portal";
import { type Seed, seedData } from "./seed";
import { serverOf } from "./server";
import { loadState, saveState } from "./state-file";
import type { AuditRow, Data, Invitation, Limits } from "./store";

export type { FaultKind } from "./faults";
export type { Call, Journal } from "./journal";
export type { Portal } from "./portal";
export { readSeed, type Seed, SeedError, seedJsonSchema } from "./seed";

/** What a sandbox starts with. */
export interface SandboxOptions {
  /** The tenant's content; an empty tenant with an owner if left out. */
  readonly seed?: Seed;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Instead of the seed's plan. */
  readonly plan?: Plan;
  /** Keeps everything in this file, and goes on with it where it exists. Secrets are kept as hashes. */
  readonly stateFile?: string;
  /** A corrected contract, to play a server that isn't as assumed. */
  readonly contract?: Contract;
  /** Other limits than AppTego's. */
  readonly limits?: Partial<Limits>;
  /** Epoch milliseconds; the sandbox's `Date` headers and creation times follow it. */
  readonly clock?: () => number;
  /** Numbers from 0 to 1 for faults that strike by rate. */
  readonly random?: () => number;
}

/** What a client needs to call the sandbox. */
export interface SandboxCredentials {
  readonly tenantId: string;
  readonly tokenKey: string;
  readonly tokenSecret: string;
  /** The whole value of the Authorization header. */
  readonly authorization: string;
}

/** AppTego's Management API on 127.0.0.1, from the same contract as the client. */
export interface Sandbox extends AsyncDisposable {
  /** The base URL, for `apptego:baseUrl`. */
  readonly url: string;
  readonly credentials: SandboxCredentials;
  /** Every call that was made. */
  readonly calls: Journal;
  /** The next call of the operation fails: by a reset connection before anything is done, if no fault is given. */
  readonly failNext: (operation: OperationName | "*" | "reads" | "writes", fault?: Partial<Fault>) => void;
  readonly faults: Faults;
  /** Does now what calls with the fault `late` asked for; how many there were. */
  readonly releaseLate: () => number;
  /** Changes by hand, as a person makes them in the portal. */
  readonly portal: Portal;
  /** What the tenant holds now. */
  readonly tenant: Readonly<Data>;
  readonly invitations: readonly Invitation[];
  readonly auditLog: readonly AuditRow[];
  /** Every secret that was issued, for scans; never over HTTP. */
  readonly issuedSecrets: readonly string[];
  /** Back to the seed: data, faults, calls. The URL and the credentials stay. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

/** Starts a sandbox. @throws Error when the port is taken, the state can't be read, or the seed isn't one */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = Date.now, contract = operations, stateFile } = options;
  const kept = stateFile === undefined ? undefined : loadState(stateFile);
  const initial = kept ?? seedData(options.seed ?? {}, options.plan, Math.floor(clock() / 1_000));
  const beginning = structuredClone(initial.data);
  let data = initial.data;
  const { token } = initial;
  const save = () => {
    if (stateFile !== undefined) saveState(stateFile, { data, token });
  };
  save();

  const journal = createJournal();
  const faults = createFaults(options.random);
  const lag = createListLag();
  const late: (() => void)[] = [];
  const issuedSecrets: string[] = [];
  const portal = createPortal(
    () => data,
    save,
    () => Math.floor(clock() / 1_000),
  );
  const releaseLate = () => {
    const due = late.splice(0);
    for (const commit of due) commit();
    return due.length;
  };
  const reset = () => {
    data = structuredClone(beginning);
    faults.clear();
    lag.clear();
    late.length = 0;
    journal.clear();
    save();
  };
  const server = serverOf({
    contract,
    data: () => data,
    limits: () => ({
      apiTokens: options.limits?.apiTokens ?? LIMITS.apiTokens,
      automationKeys: options.limits?.automationKeys ?? LIMITS.automationKeys,
      users: options.limits?.users ?? data.tenant.maxUsers ?? LIMITS.users[data.tenant.plan],
    }),
    now: clock,
    save,
    journal,
    lag,
    late,
    onSecret: (secret) => issuedSecrets.push(secret),
    controls: { faults, calls: journal, portal, releaseLate, reset, snapshot: () => visibleData(data) },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  const close = async () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${String(port)}/frontend`,
    credentials: {
      tenantId: data.tenant.tenantId,
      ...token,
      authorization: authorizationHeader(token.tokenKey, token.tokenSecret),
    },
    calls: journal,
    failNext: (operation, fault = {}) => {
      faults.add({ kind: "reset", ...fault, operation });
    },
    faults,
    releaseLate,
    portal,
    get tenant() {
      return data;
    },
    get invitations() {
      return data.invitations;
    },
    get auditLog() {
      return data.audit;
    },
    issuedSecrets,
    reset,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function visibleData(data: Data): unknown {
  const withoutHash = <Entry extends { secretHash: string }>({ secretHash: _hidden, ...entry }: Entry) =>
    entry;
  return { ...data, tokens: data.tokens.map(withoutHash), keys: data.keys.map(withoutHash) };
}
