import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { AxiosAdapter, AxiosInstance } from "axios";
import type { Reading } from "./classify";
import { readReply } from "./classify";
import type { Connection } from "./connection";
import type { Operation, OperationName } from "./contract";
import type { Failure } from "./errors";
import { httpRequest, rawReply } from "./http";
import { axios } from "./http-library";
import type { Redactor } from "./redact";
import type { RetryPolicy } from "./retry";
import { decideRetry, retryAdvice } from "./retry";
import type { Throttle } from "./throttle";
import { transportFailure } from "./transport";
import type { ServerClock } from "./server-clock";
import { limit, stopOf } from "./waiting";

/** What every call of one client shares. */
export interface Client {
  readonly connection: Connection;
  readonly http: AxiosInstance;
  readonly host: string;
  readonly policy: RetryPolicy;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
  readonly random: () => number;
  readonly pace: (waitMs: number) => number;
  readonly throttle: Throttle;
  readonly beforeWrite: (() => Promise<void>) | undefined;
  readonly redactor: Redactor;
  readonly clock: ServerClock;
}

/** What became of a call. */
export interface Result {
  readonly reading: Reading;
  readonly attempts: number;
}

/** One call with all its attempts; it never throws what axios threw. */
export async function perform(
  client: Client,
  name: OperationName,
  operation: Operation,
  body: unknown,
  page?: string,
): Promise<Result> {
  const { connection, host, policy, deadlineMs, now } = client;
  const began = performance.now();
  const whole = limit(deadlineMs, "deadline", client.signal, () => "cancelled");
  let attempts = 0;
  let startedAt = began;
  let throttled = 0;
  let sent = false;
  let attemptStop = stopOf(whole.signal);
  let waitMs: number | undefined;
  let inDoubt = false;
  let reading: Reading | undefined;

  const remainingMs = () => deadlineMs - (performance.now() - began);

  const adapter: AxiosAdapter = async (config) => {
    startedAt = await started(client, remainingMs, whole.signal);
    try {
      if (operation.effect !== "read") await client.beforeWrite?.();
    } catch (error) {
      const failure = notAllowed(name, error, inDoubt);
      reading = { ok: false, failure: { ...failure, attempts: Math.max(1, attempts) } };
      throw error; // without a config, so that axios-retry lets it pass
    }
    attempts += 1;
    sent = true;
    const attempt = limit(
      operation.timeoutMs,
      "attemptTimeout",
      whole.signal,
      () => stopOf(whole.signal) ?? "cancelled",
    );
    try {
      return await axios().getAdapter("http")({ ...config, signal: attempt.signal });
    } catch (error) {
      attemptStop = stopOf(attempt.signal);
      if (axios().isAxiosError(error)) error.config = config; // what axios-retry repeats: without the signal of this attempt
      throw error;
    } finally {
      attempt.end();
    }
  };

  const silence = (error: unknown): Failure => {
    const why = sent ? attemptStop : stopOf(whole.signal);
    const afterMs = why === "deadline" ? deadlineMs : operation.timeoutMs;
    return transportFailure(error, { operation: name, host, sent, stop: why && { why, afterMs } });
  };

  const goesOn = (error: unknown): boolean => {
    const failure = reading?.ok === false ? reading.failure : silence(error);
    inDoubt ||= failure.outcome === "ambiguous";
    // What is said of a later attempt says nothing of an earlier one, which may have been carried out.
    const doubtful = inDoubt && (failure.outcome === "notApplied" || operation.effect !== "read");
    const outcome = doubtful ? "ambiguous" : failure.outcome;
    const final = { ...failure, outcome, attempts: Math.max(1, attempts) };
    reading = { ok: false, failure: final };
    if (whole.signal.aborted) return false;

    const { effect } = operation;
    if (failure.kind === "rateLimit") throttled += 1;
    const made = { made: attempts, throttled };
    const decision = decideRetry(
      { effect, failure, ...made, remainingMs: remainingMs(), random: client.random() },
      policy,
    );
    if (decision.again) {
      waitMs = decision.waitMs;
      if (failure.kind === "rateLimit") {
        client.throttle.refused(startedAt, performance.now(), client.pace(waitMs));
        waitMs = undefined; // as every other attempt, the next one starts when the throttle lets it
      }
      reading = undefined;
      sent = false;
    } else if (decision.tooLong) {
      reading = { ok: false, failure: { ...final, advice: retryAdvice(decision.tooLong.waitMs, now()) } };
    }
    return decision.again;
  };

  try {
    await client.http.request({
      ...httpRequest(connection, operation, body, page),
      adapter,
      signal: whole.signal,
      "axios-retry": {
        retries: Infinity, // `decideRetry` counts
        shouldResetTimeout: true,
        validateResponse: (response) => {
          const reply = rawReply(response, now());
          reading = reply && readReply(name, operation, reply, client.redactor);
          if (reading?.ok === true) client.clock.saw(reply?.date);
          if (reading?.ok !== false || reading.failure.kind !== "rateLimit")
            client.throttle.accepted(performance.now());
          return reading?.ok === true;
        },
        retryCondition: goesOn,
        retryDelay: () => (waitMs === undefined ? 0 : client.pace(waitMs)),
      },
    });
  } catch (error) {
    reading ??= { ok: false, failure: silence(error) };
  } finally {
    whole.end();
  }
  return { reading: reading ?? { ok: false, failure: silence(undefined) }, attempts };
}

/**
 * Waits until the throttle lets an attempt start, and answers when that was. Where the call's deadline comes before, it
 * starts at once: AppTego's answer says best why it can't be made.
 */
async function started(
  { throttle }: Client,
  remainingMs: () => number,
  signal: AbortSignal,
): Promise<number> {
  for (;;) {
    const now = performance.now();
    const waitMs = throttle.start(now);
    if (waitMs === 0 || waitMs > remainingMs()) return now;
    await wait(waitMs, undefined, { signal });
  }
}

/** The failure of an attempt that wasn't allowed to be made; an earlier one may have been carried out all the same. */
function notAllowed(operation: OperationName, reason: unknown, inDoubt: boolean): Failure {
  const problem = reason instanceof Error ? reason.message : "it may not be sent";
  const outcome = inDoubt ? "ambiguous" : "notApplied";
  return { operation, kind: "transport", outcome, problem, advice: "run again" };
}
