import { describe, expect, test } from "vitest";
import { PermissionError, ServerError } from "../../provider/api/errors";
import { findLate, isUnsettled, outlast, sweep } from "../../provider/resources/late";
import type { SharedList } from "../../provider/resources/shared-list";
import type { Tenant } from "../../provider/resources/tenant";

const FAILURE = { operation: "getUsers", outcome: "rejected", status: 403 } as const;
const GIVEN_UP = new Date("2030-01-01T10:00:00Z");

const OWN = { token_key: "own", permissions: [] };

/** What of a tenant looks at the time, so many seconds after an attempt was given up; undefined where AppTego told no time. */
function at(seconds: number | undefined, lateMs = 90_000) {
  const waits: number[] = [];
  const told: string[] = [];
  const tenant = {
    time: () => new Date(GIVEN_UP.getTime() + (seconds ?? 0) * 1_000),
    ...{ lateMs, retried: new Set<string>() },
    ...{ ownTokenKey: "own", tokens: { fresh: async () => Promise.resolve([OWN, OWN]) } },
    serverNow: () => (seconds === undefined ? undefined : new Date(GIVEN_UP.getTime() + seconds * 1_000)),
    tell: (message: string) => void told.push(message),
    wait: (milliseconds: number) => Promise.resolve(void waits.push(milliseconds)),
  } as unknown as Tenant;
  return { tenant, waits, told };
}

test("What shows within a minute and a half is likely the attempt's, however soon all is said to be over", () => {
  expect(isUnsettled(at(80, 0).tenant, GIVEN_UP)).toBe(true);
  expect(isUnsettled(at(91, 0).tenant, GIVEN_UP)).toBe(false);
  expect(isUnsettled(at(91, 120_000).tenant, GIVEN_UP)).toBe(true);
});

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
    ["until nothing can come any more", 90_000, false, [2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000]],
    ["as long as the contract file says", 12_000, false, [2_000, 4_000, 6_000]],
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

  test("is looked for no longer where lists take their time", async () => {
    const { tenant, waits } = at(0);
    let now = 0;
    const slow = { ...tenant, time: () => new Date(now) };
    const look = async () => {
      now += 60_000;
      return never();
    };

    expect(await findLate(slow, "mapping of devs", false, look)).toBeUndefined();
    expect(waits).toEqual([2_000, 4_000, 8_000]); // the last look begins when the time is over
  });

  test("is found as soon as it shows", async () => {
    const { tenant, waits } = at(0);
    const shows = ["", "", "found"];
    const look = async () => Promise.resolve(shows[waits.length - 1] || undefined);

    expect(await findLate(tenant, "invitation of a@b.cd", false, look)).toBe("found");
    expect(waits).toEqual([2_000, 4_000, 8_000]);
  });

  test.for([
    ["a refusal", new PermissionError(FAILURE), [2_000]],
    ["what isn't AppTego's", new Error("stopped"), [2_000]],
  ] as const)("isn't looked for any more after %s", async ([, error, expected]) => {
    const { tenant, waits } = at(0);

    await expect(findLate(tenant, "mapping of devs", false, async () => Promise.reject(error))).rejects.toBe(
      error,
    );
    expect(waits).toEqual(expected);
  });

  test("is looked for on where a list can't be had for a moment", async () => {
    const { tenant, waits } = at(0, 14_000);
    const broken = new ServerError({ ...FAILURE, outcome: "ambiguous" });
    const looks = [broken, broken, "found"];
    const look = async () => {
      const next = looks[waits.length - 1];
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    };

    expect(await findLate(tenant, "mapping of devs", false, look)).toBe("found");
    looks[2] = broken;
    waits.length = 0;
    await expect(findLate(tenant, "mapping of devs", false, look)).rejects.toBe(broken);
    expect(waits).toEqual([2_000, 4_000, 8_000]);
  });
});

/** A list that can be believed. */
const LISTED = { current: async () => Promise.resolve([]) } as unknown as SharedList<unknown>;

describe("A sweep for what an attempt left", () => {
  test.for([
    ["is made again when the attempt is over", 0, { isRetried: false }, [false, true], [90_000]],
    ["is sure where the run is to make the attempt again", 0, { isRetried: true }, [true, true], [90_000]],
    ["is made again a second later where all is over", 90, { isRetried: false }, [false, false], [1_000]],
    ["doesn't wait for what others find", 0, { isRetried: true, isFoundLater: true }, [true, true], [1_000]],
    ["is made once where nothing more can come", 0, { isRetried: false, isSettled: true }, [false], []],
  ] as const)("%s", async ([, seconds, attempt, expected, expectedWaits]) => {
    const { tenant, waits } = at(seconds);
    const looks: boolean[] = [];
    const { isRetried, isSettled, isFoundLater } = { isSettled: false, isFoundLater: false, ...attempt };
    if (isRetried) tenant.retried.add("User unresolved:1");
    const span = { since: GIVEN_UP, until: GIVEN_UP };
    const inDoubt = {
      type: "User",
      id: "unresolved:1",
      span,
      what: "invitation",
      list: LISTED,
      isFoundLater,
    };
    await sweep(tenant, { ...inDoubt, isSettled: () => isSettled }, async (isSure) =>
      Promise.resolve(looks.push(isSure)),
    );

    expect(looks).toEqual(expected);
    expect(waits).toEqual(expectedWaits);
  });
});
