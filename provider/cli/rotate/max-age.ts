import { InvalidArgumentError } from "commander";

const DAYS = { d: 1, w: 7, y: 365 } as const;
const DAY_MS = 86_400_000;

/** An age in days from `90d`, `12w` or `1y`. @throws InvalidArgumentError for anything else */
export function maxAge(text: string): number {
  const [, number = "", unit = ""] = /^(\d{1,5})([dwy])$/.exec(text.trim()) ?? [];
  if (number === "")
    throw new InvalidArgumentError("It must be a number of days, weeks or years, such as 90d, 12w or 1y.");
  return Number(number) * DAYS[unit as keyof typeof DAYS]; // one of the three by the pattern
}

/** Whole days from a moment (ISO 8601) until now; undefined where it is no moment, 0 where it is still to come. */
export function ageInDays(since: string | undefined, now: Date): number | undefined {
  const time = since === undefined ? NaN : Date.parse(since);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.floor((now.getTime() - time) / DAY_MS));
}
