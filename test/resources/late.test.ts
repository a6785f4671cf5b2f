import { describe, expect, test } from "vitest";
import { findLate, isUnsettled, outlast, sweep } from "../../provider/resources/late";
import type { Tenant } from "../../provider/resources/tenant";

const GIVEN_UP = new Date("2030-01-01T10:00:00Z");

/** What of a tenant looks at the time, so many seconds after an attempt was given up; undefined where AppTego told no time. */
function at(seconds: number | undefined, lateMs = 90_000) {
  const waits: number[] = [];
  const told: string[] = [];
  const tenant = {
    ...{ lateMs, retried: new Set<string>() },
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

describe("A call whose reply was lost", () => {
  const never = async () => Promise.resolve<string | undefined>(undefined);

  test.for([
    ["until nothing can come any more", 90_000, false, [2_000, 8_000, 32_000, 48_000]],
    ["as long as the contract file says", 12_000, false, [2_000, 8_000, 2_000]],
    ["once where AppTego is never late", 0, false, [2_000]],
    ["once where it isn't repeated", 90_000, true, [2_000]],
  ] as const)("is looked for %s", async ([, lateMs, isLast, expected]) => {
    const { tenant, waits, told } = at(0, lateMs);

    expect(await findLate(tenant, "invitation of a@b.cd", isLast, never)).toBeUndefined();
    expect(waits).toEqual(expected);
    expect(told).toEqual(
      expected.length === 1
        ? []
        : [
            expect.stringMatching(
              `^The reply to the invitation of a@b.cd .* for up to ${lateMs / 1_000 - 2} s`,
            ),
          ],
    );
  });

  test("is found as soon as it shows", async () => {
    const { tenant, waits } = at(0);
    const shows = ["", "", "found"];
    const look = async () => Promise.resolve(shows[waits.length - 1] || undefined);

    expect(await findLate(tenant, "invitation of a@b.cd", false, look)).toBe("found");
    expect(waits).toEqual([2_000, 8_000, 32_000]);
  });

  test("that can't be looked for is the caller's to judge", async () => {
    const { tenant } = at(0);
    const look = async () => Promise.reject(new Error("no list"));

    await expect(findLate(tenant, "mapping of devs", false, look)).rejects.toThrow("no list");
  });
});

describe("A sweep for what an attempt left", () => {
  test.for([
    ["is made again when the attempt is over", false, false, [false, true]],
    ["is made again where the run is to make the attempt again", true, false, [true, true]],
    ["is made once where what comes late is found later", true, true, [true]],
    ["is made again where nothing follows, whatever is found later", false, true, [false, true]],
  ] as const)("%s", async ([, isRetried, isFoundLater, expected]) => {
    const { tenant } = at(0);
    const looks: boolean[] = [];
    if (isRetried) tenant.retried.add("User unresolved:1");
    const span = { since: GIVEN_UP, until: GIVEN_UP };
    const inDoubt = { type: "User", id: "unresolved:1", span, what: "invitation", isFoundLater };
    await sweep(tenant, inDoubt, async (isSure) => Promise.resolve(looks.push(isSure)));

    expect(looks).toEqual(expected);
  });
});
