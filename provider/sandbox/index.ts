import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { authorizationHeader } from "../api/connection";
import { LIMITS, type OperationName, operations } from "../api/contract";
import type { Playing } from "./call";
import { beginning } from "./beginning";
import { createFaults } from "./faults";
import { hold } from "./holding";
import { createJournal } from "./journal";
import { createListLag } from "./list-lag";
import { listen } from "./listen";
import { createPortal } from "./portal";
import type { Sandbox, SandboxOptions } from "./sandbox";
import { BASE_PATH, serverOf } from "./server";
import { DEFAULT_RULES } from "./store";
import { snapshotOf } from "./snapshot";

export type { Fault, FaultInput, Faults } from "./faults";
export { FAULT_KINDS, type FaultKind } from "./fault-kinds";
export type { Call, Journal } from "./journal";
export { PortError } from "./listen";
export { type Portal, PortalError } from "./portal";
export type { Sandbox, SandboxCredentials, SandboxOptions } from "./sandbox";
export { readSeed, type Seed, SeedError, seedJsonSchema } from "./seed";
export type { Snapshot } from "./snapshot";
export { StateFileError } from "./state-file";
export type { AuditRow, Invitation, Limits, Rules } from "./store";

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

/**
 * Starts a sandbox: AppTego's Management API on 127.0.0.1, from the same contract as the client.
 * @throws PortError, StateFileError, and a ZodError when the seed isn't one
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = Date.now, contract = operations, stateFile, random } = options;
  const epochSeconds = () => Math.floor(clock() / 1_000);
  const closing = new AbortController();
  const wait = options.wait ?? delay;

  const { initial, seeded, credential, secrets } = beginning(options, epochSeconds());
  const issuedSecrets = [...secrets];
  const onSecret = (secret: string) => issuedSecrets.push(secret);

  const holding = hold(initial, stateFile);
  const journal = createJournal();
  const lag = createListLag(clock);
  const late = new Set<() => void>();
  const faults = createFaults(
    random,
    ({ kind, operation, lists }) => {
      // The lag of a list itself begins now: what is done from here on, by hand too, isn't listed yet.
      if (kind !== "listLag" || !isOperation(operation) || contract[operation].effect !== "read") return true;
      lag.begin(operation, lists, holding.data());
      return false;
    },
    clock,
  );
  const portal = createPortal(holding, epochSeconds, onSecret);

  const playing: Playing = {
    ...{ contract, holding, clock, faults, journal, lag, late, onSecret },
    rules: { ...DEFAULT_RULES, ...options.rules },
    wait: (milliseconds) => wait(milliseconds, undefined, { signal: closing.signal }),
    limits: () => {
      const { maxUsers, plan } = holding.data().tenant;
      const { apiTokens, automationKeys } = LIMITS;
      return { apiTokens, automationKeys, users: maxUsers ?? LIMITS.users[plan], ...options.limits };
    },
  };
  const releaseLate = () => {
    const due = [...late];
    for (const commit of due) commit();
    return due.length;
  };
  const reset = () => {
    holding.replace(structuredClone(seeded));
    faults.clear();
    lag.clear();
    late.clear();
    journal.clear();
  };
  const snapshot = () => snapshotOf(holding.data());
  const server = serverOf(playing, { faults, calls: journal, portal, releaseLate, reset, snapshot, clock });
  const { port }: AddressInfo = await listen(server, options.port ?? 0);

  const close = async () => {
    closing.abort();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  const { tenantId } = initial.tenant;
  const authorization = authorizationHeader(credential.tokenKey, credential.tokenSecret);
  return {
    url: `http://127.0.0.1:${String(port)}${BASE_PATH}`,
    credentials: { tenantId, ...credential, authorization },
    calls: journal,
    failNext: (operation, fault = {}) => faults.add({ kind: "reset", ...fault, operation }),
    ...{ faults, releaseLate, portal, issuedSecrets, reset, close },
    acceptInvitation: (email) => portal.acceptInvitation({ email }),
    get tenant() {
      return snapshot();
    },
    get invitations() {
      return holding.data().invitations;
    },
    get auditLog() {
      return holding.data().audit;
    },
    [Symbol.asyncDispose]: close,
  };
}
