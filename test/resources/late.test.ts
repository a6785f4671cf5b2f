import { describe, expect, test } from "vitest";
import { isUnsettled, outlast } from "../../provider/resources/late";
import type { Tenant } from "../../provider/resources/tenant";

const GIVEN_UP = new Date("2030-01-01T10:00:00Z");

/** What of a tenant looks at the time, so many seconds after an attempt was given up; undefined where AppTego told no time. */
function at(seconds: number | undefined) {
  const waits: number[] = [];
  const told: string[] = [];
  const tenant = {
    serverNow: () => (seconds === undefined ? undefined : new Date(GIVEN_UP.getTime() + seconds * 1_000)),
    tell: (message: string) => void told.push(message),
    wait: (milliseconds: number) => Promise.resolve(void waits.push(milliseconds)),
  } as unknown as Tenant;
  return { tenant, waits, told };
}

describe("An attempt that was given up", () => {
  test.for([
    ["just now", 0, 90_000],
    ["half a minute ago", 30, 60_000],
    ["by a clock that is ahead", -3_600, 90_000],
  ] as const)("may still be done: %s", async ([, seconds, ms]) => {
    const { tenant, waits, told } = at(seconds);

    expect(isUnsettled(tenant, GIVEN_UP)).toBe(true);
    expect(await outlast(tenant, { since: undefined, until: GIVEN_UP }, "API token")).toBe(true);
    expect(waits).toEqual([ms]);
    expect(told).toEqual([expect.stringMatching(`still create the API token .* again in ${ms / 1_000} s`)]);
  });

  test.for([
    ["a minute and a half ago", 90, GIVEN_UP],
    ["long ago", 86_400, GIVEN_UP],
    ["when nobody knows", 0, undefined],
    ["while AppTego tells no time", undefined, GIVEN_UP],
  ] as const)("is over: %s", async ([, seconds, until]) => {
    const { tenant, waits, told } = at(seconds);

    expect(isUnsettled(tenant, until)).toBe(false);
    expect(await outlast(tenant, { since: undefined, until }, "API token")).toBe(false);
    expect([waits, told]).toEqual([[], []]);
  });
});
