import { performance } from "node:perf_hooks";
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
import { say } from "./say";
import type { ServerClock } from "./server-clock";
import type { Throttle } from "./throttle";
import { startOf } from "./traffic";
import { transportFailure } from "./transport";
import { limit, stopOf } from "./waiting";

const LONG_MS = 10_000; // a wait that somebody who watches would wonder about

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
  const whole = limit(deadlineMs, "deadline", client.signal, () => "cancelled");
  let attempts = 0;
  let startedAt = performance.now();
  let heldMs = 0;
  let throttled = 0;
  let sent = false;
  let attemptStop = stopOf(whole.signal);
  let waitMs: number | undefined;
  let inDoubt = false;
  let reading: Reading | undefined;

  /** Fails the attempt without sending it; what is thrown has no config, so that axios-retry lets it pass. */
  const dontSend = (error: unknown, failure: Unsent): never => {
    const outcome = inDoubt ? "ambiguous" : "notApplied"; // an earlier attempt may have been carried out all the same
    const facts = { operation: name, outcome, attempts: Math.max(1, attempts) } as const;
    reading = { ok: false, failure: { ...failure, ...facts } };
    throw error;
  };

  const adapter: AxiosAdapter = async (config) => {
    const start = await startOf(client.throttle, whole, heldMs);
    heldMs = start.heldMs;
    if (start.at === undefined) return dontSend(new Error("held back"), heldBack(start.tooLongMs, now()));
    startedAt = start.at;
    try {
      if (operation.effect !== "read") await client.beforeWrite?.();
    } catch (error) {
      return dontSend(error, notAllowed(error));
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
    if (failure.kind === "rateLimit") {
      // It wasn't carried out, so the attempt that follows has the time for which this one was under way.
      const spentMs = performance.now() - startedAt;
      whole.giveBack(spentMs);
      heldMs += spentMs;
      throttled += 1;
    }
    const made = { made: attempts, throttled, heldMs };
    const decision = decideRetry(
      { effect, failure, ...made, remainingMs: whole.leftMs(), random: client.random() },
      policy,
    );
    waitMs = decision.waitMs;
    if (failure.kind === "rateLimit") {
      const paced = client.pace(waitMs);
      const longerMs = client.throttle.refused(startedAt, performance.now(), paced);
      if (decision.again && longerMs >= LONG_MS) say(patience(paced));
      waitMs = undefined; // as every other attempt, the next one starts when the throttle lets it
    }
    if (decision.again) {
      reading = undefined;
      sent = false;
    } else if (decision.tooLong) {
      reading = { ok: false, failure: { ...final, advice: retryAdvice(decision.waitMs, now()) } };
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

/** The failure of an attempt that isn't made, but for what every failure says. */
type Unsent = Omit<Failure, "operation" | "outcome" | "attempts">;

function heldBack(waitMs: number, now: number): Unsent {
  const problem = "AppTego takes no calls for now";
  return { kind: "rateLimit", retryAfterMs: Math.ceil(waitMs), problem, advice: retryAdvice(waitMs, now) };
}

function notAllowed(reason: unknown): Unsent {
  const problem = reason instanceof Error ? reason.message : "it may not be sent";
  return { kind: "transport", problem, advice: "run again" };
}

function patience(waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1_000);
  return `too many calls for now: the next ones start in ${seconds} s. Nothing has failed, this goes on by itself.`;
}
