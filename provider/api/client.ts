import { performance } from "node:perf_hooks";
import type { AxiosInstance } from "axios";
import { idsIn, openCallLog } from "./call-log";
import type { CallRecord } from "./call-log";
import type { Reading } from "./classify";
import type { Connection } from "./connection";
import { authorizationHeader } from "./connection";
import type { Api, Operation, OperationName } from "./contract";
import { ConfigurationError, errorFrom } from "./errors";
import { createHttp } from "./http";
import { performWhole } from "./pages";
import type { Client } from "./perform";
import { currentPurpose } from "./purpose";
import { redactor } from "./redact";
import type { RetryPolicy } from "./retry";
import { DEFAULT_POLICY } from "./retry";
import { createServerClock, type ServerClock } from "./server-clock";
import { trafficTo } from "./traffic";
import { transportFailure } from "./transport";

/** How a client behaves where it isn't the connection that says so. */
export interface ConnectOptions {
  /**
   * The longest that a call may take with all its attempts, in milliseconds; 60,000 by default. What AppTego asks it to wait
   * after too many calls comes on top: up to 5 minutes at a time, 10 in all.
   */
  readonly deadlineMs?: number;
  /** Ends every call and every wait. */
  readonly signal?: AbortSignal;
  /** How often and how patiently calls are tried again. */
  readonly retry?: Partial<RetryPolicy>;
  /** The clock, in epoch milliseconds. */
  readonly now?: () => number;
  /** Learns the server's clock from the replies. */
  readonly clock?: ServerClock;
  /** Between 0 and 1, for the jitter. */
  readonly random?: () => number;
  /** Turns the wait that is due before an attempt into the one that is made, both in milliseconds. */
  readonly pace?: (waitMs: number) => number;
  /** Awaited before each attempt that could change something; where it throws, nothing is sent, and its message says why. */
  readonly beforeWrite?: () => Promise<void>;
}

const DEFAULT_DEADLINE_MS = 60_000;
const LONGEST_DEADLINE_MS = 600_000;
const MOST_ATTEMPTS = 10;

function checkOptions(deadlineMs: number, attempts: number): void {
  const problems = [
    ...(deadlineMs > 0 && deadlineMs <= LONGEST_DEADLINE_MS
      ? []
      : [
          `deadlineMs is ${deadlineMs}: it must be more than 0 and at most ${LONGEST_DEADLINE_MS} (10 minutes)`,
        ]),
    ...(Number.isInteger(attempts) && attempts >= 1 && attempts <= MOST_ATTEMPTS
      ? []
      : [`retry.attempts is ${attempts}: it must be a whole number from 1 to ${MOST_ATTEMPTS}`]),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** The value on the wire, or why it can't be one. */
function encode(name: OperationName, operation: Operation, request: unknown): Reading {
  const encoded = operation.request.safeEncode(request as never); // encoding is what checks it
  if (encoded.success) return { ok: true, value: encoded.data, status: undefined };
  const field = encoded.error.issues[0]?.path.map(String).join(".") ?? "";
  const problem = `the request's field "${field}" isn't what the contract says`;
  return {
    ok: false,
    failure: { operation: name, kind: "validation", outcome: "notApplied", problem, field },
  };
}

/**
 * The API of one tenant: one function an operation, and nothing else.
 * Each throws an AppTegoError; `connect` itself a ConfigurationError, where an option is wrong or the log can't be written.
 */
export function connect(connection: Connection, options: ConnectOptions = {}): Api {
  const {
    deadlineMs = DEFAULT_DEADLINE_MS,
    signal,
    now = Date.now,
    clock = createServerClock(now),
    random = Math.random,
    pace = (ms: number) => ms,
    beforeWrite,
  } = options;
  const policy = { ...DEFAULT_POLICY, ...options.retry };
  checkOptions(deadlineMs, policy.attempts);

  const { tenantId, tokenKey, tokenSecret, integration } = connection;
  redactor.learn(tokenSecret);
  redactor.learn(authorizationHeader(tokenKey, tokenSecret).slice("Bearer ".length));
  const log = openCallLog(connection.logFile, redactor);
  const { host } = new URL(connection.baseUrl);
  let http: AxiosInstance | undefined;
  const { turns, throttle } = trafficTo(host, tenantId);
  const client: Client = {
    connection,
    get http() {
      return (http ??= createHttp(connection));
    },
    host,
    policy,
    deadlineMs,
    signal,
    now,
    random,
    pace,
    throttle,
    beforeWrite,
    redactor,
    clock,
  };

  const call = async (name: OperationName, request: unknown): Promise<unknown> => {
    const operation: Operation = connection.contract[name];
    const encoded = encode(name, operation, request);
    if (!encoded.ok) throw errorFrom(encoded.failure);

    const release = await turns.take(name, signal);
    const began = performance.now();
    const time = new Date(now()).toISOString();
    const stopped = { operation: name, host, sent: false, stop: { why: "cancelled", afterMs: 0 } } as const;
    const { reading, attempts } = release
      ? await performWhole(client, name, operation, encoded.value).finally(release)
      : { reading: { ok: false, failure: transportFailure(undefined, stopped) } as const, attempts: 0 };

    const facts: Pick<CallRecord, "outcome" | "status"> = reading.ok
      ? { outcome: "ok", status: reading.status ?? null }
      : { outcome: reading.failure.outcome, status: reading.failure.status ?? null };
    log({
      time,
      integration,
      operation: name,
      purpose: currentPurpose() ?? null,
      ids: {
        ...(operation.tenantScoped && { tenant_id: tenantId }),
        ...idsIn(encoded.value),
        ...(reading.ok && idsIn(reading.value)),
      },
      ...facts,
      attempts,
      ms: Math.round(performance.now() - began),
    });
    if (!reading.ok) throw errorFrom(reading.failure);
    return reading.value;
  };

  const names = Object.keys(connection.contract) as OperationName[];
  const api = Object.fromEntries(names.map((name) => [name, (request: unknown) => call(name, request)]));
  return Object.freeze(api) as unknown as Api; // each call decodes with its operation's own schema
}
