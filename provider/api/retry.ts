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
  /** How long the throttle made the call wait before, in milliseconds; its deadline doesn't count that. */
  readonly heldMs: number;
  /** Between 0 and 1. */
  readonly random: number;
}

const LONGEST_HELD_MS = 300_000; // what AppTego may ask for at a time
const MOST_HELD_MS = 600_000; // and in all

/** How much longer the throttle may make a call wait that it made wait so long before, in milliseconds. */
export function patienceMs(heldMs: number): number {
  return Math.min(LONGEST_HELD_MS, MOST_HELD_MS - heldMs);
}

/** What comes of a failed attempt. */
export interface RetryDecision {
  readonly again: boolean;
  /** How long no attempt may follow, be it of this call or, where this one was throttled, of any other. */
  readonly waitMs: number;
  /** AppTego asks for a longer wait than the call may take. */
  readonly tooLong: boolean;
}

/** Whether and when a failed call is made again. */
export function decideRetry(attempt: Attempt, policy: RetryPolicy = DEFAULT_POLICY): RetryDecision {
  const { effect, failure, made, throttled, remainingMs, heldMs, random } = attempt;
  const isThrottled = failure.kind === "rateLimit";

  const base = isThrottled ? policy.rateLimitBaseMs : policy.baseMs;
  const fullJitter = random * Math.min(policy.capMs, base * 2 ** (made - 1));
  const askedMs = failure.retryAfterMs ?? 0;
  // What AppTego asks for wins; but who is told to come back at once, by seconds or a date that is over, is told nothing.
  const waitMs = askedMs > 0 ? askedMs : fullJitter;

  const refused = failure.outcome === "rejected";
  // A repeated create whose reply was lost would make a second object that nobody knows.
  const lostCreate = failure.outcome === "ambiguous" && effect === "create";
  if (refused || lostCreate) return { again: false, waitMs, tooLong: false };

  if (waitMs > (isThrottled ? patienceMs(heldMs) : remainingMs))
    return { again: false, waitMs, tooLong: askedMs > 0 };
  // A throttled attempt wasn't carried out, and says nothing of the next one but when.
  const isLeft = throttled <= policy.throttled && made - throttled < policy.attempts;
  return { again: isLeft, waitMs, tooLong: false };
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
