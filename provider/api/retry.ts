import type { Effect } from "./contract";
import type { Failure } from "./errors";

/** How often and how patiently calls are tried again; times in milliseconds. */
export interface RetryPolicy {
  /** How many attempts are made, but for those that AppTego throttled. */
  readonly attempts: number;
  /** How many throttled attempts are made up for: many callers share one rate, so each may meet several. */
  readonly throttled: number;
  readonly baseMs: number;
  readonly rateLimitBaseMs: number;
  readonly capMs: number;
}

/** Assumed: AppTego documents no rate limit. */
export const DEFAULT_POLICY: RetryPolicy = {
  attempts: 4,
  throttled: 20,
  baseMs: 200,
  rateLimitBaseMs: 1_000,
  capMs: 20_000,
};

/** What the decision on another attempt depends on. */
export interface Attempt {
  readonly effect: Effect;
  readonly failure: Failure;
  /** How many attempts were made, this one included. */
  readonly made: number;
  /** How many of them AppTego throttled. */
  readonly throttled: number;
  /** What is left of the call's deadline, in milliseconds. */
  readonly remainingMs: number;
  /** Between 0 and 1. */
  readonly random: number;
}

/** Try again after `waitMs`, or give up; `tooLong` where AppTego asks for a longer wait than the deadline leaves. */
export type RetryDecision =
  | { readonly again: true; readonly waitMs: number }
  | { readonly again: false; readonly tooLong?: { readonly waitMs: number } };

const GIVE_UP: RetryDecision = { again: false };

/** Whether and when a failed call is made again. */
export function decideRetry(attempt: Attempt, policy: RetryPolicy = DEFAULT_POLICY): RetryDecision {
  const { effect, failure, made, throttled, remainingMs, random } = attempt;

  if (failure.outcome === "rejected") return GIVE_UP;
  // A repeated create whose reply was lost would make a second object that nobody knows.
  if (failure.outcome === "ambiguous" && effect === "create") return GIVE_UP;

  const base = failure.kind === "rateLimit" ? policy.rateLimitBaseMs : policy.baseMs;
  const fullJitter = random * Math.min(policy.capMs, base * 2 ** (made - 1));
  const waitMs = failure.retryAfterMs ?? fullJitter; // what AppTego asks for wins

  if (waitMs > remainingMs)
    return failure.retryAfterMs === undefined ? GIVE_UP : { again: false, tooLong: { waitMs } };
  // A throttled attempt wasn't carried out, and says nothing of the next one but when.
  const isLeft = throttled <= policy.throttled && made - throttled < policy.attempts;
  return isLeft ? { again: true, waitMs } : GIVE_UP;
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** An HTTP date in epoch milliseconds; undefined for anything else (`Date.parse` takes even "-1"). */
export function httpDate(header: string | undefined): number | undefined {
  if (header === undefined || !HTTP_DATE.test(header)) return undefined;
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * The wait that a Retry-After header asks for, in milliseconds; a date counts from the server's own clock, if it told it.
 * Anything but seconds or an HTTP date is ignored.
 */
export function retryAfterMs(
  retryAfter: string | undefined,
  serverDate: string | undefined,
  now: number,
): number | undefined {
  const value = retryAfter?.trim();
  if (value !== undefined && /^\d+$/.test(value)) return Number(value) * 1_000;
  const until = httpDate(value);
  return until === undefined ? undefined : Math.max(0, until - (httpDate(serverDate) ?? now));
}

const LAST_DATE = 8_640_000_000_000_000; // what a Date can hold, in epoch milliseconds

/** "retry after 12:34:56Z", with the day where it isn't today. */
export function retryAdvice(waitMs: number, now: number): string {
  const [day, time] = new Date(Math.min(now + Math.ceil(waitMs), LAST_DATE)).toISOString().split(/[T.]/);
  const today = new Date(now).toISOString().startsWith(day ?? "");
  return `retry after ${time ?? ""}Z${today ? "" : ` on ${day ?? ""}`}`;
}
