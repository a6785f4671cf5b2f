import { describe, expect, test } from "vitest";
import { createListLag } from "../../provider/sandbox/list-lag";
import { seedData } from "../../provider/sandbox/seed-data";

describe("A list that lags", () => {
  const { data: before } = seedData({}, { now: 0 });
  const after = { ...before, tokens: [], users: [] };

  test("is as before, as often as it was said, for its kind only", () => {
    const lag = createListLag(() => 0);
    lag.begin("createApiToken", 2, before);

    expect(lag.seenBy("getUsers", after).users).toEqual([]);
    expect(lag.seenBy("getApiTokens", after).tokens).toEqual(before.tokens);
    expect(lag.seenBy("getApiTokens", after).users).toEqual([]);
    expect(lag.seenBy("getApiTokens", after)).toBe(after);
  });

  test("isn't changed by what is done to the data later", () => {
    const lag = createListLag(() => 0);
    const data = structuredClone(before);
    lag.begin("addUser", 1, data);
    data.users.length = 0;

    expect(lag.seenBy("getUsers", data).users).toEqual(before.users);
  });

  test("has caught up after a minute", () => {
    const time = { now: 1_000 };
    const lag = createListLag(() => time.now);
    lag.begin("addUser", 5, before);
    time.now += 60_000;
    expect(lag.seenBy("getUsers", after).users).toEqual(before.users);
    time.now += 1;

    expect(lag.seenBy("getUsers", after)).toBe(after);
    time.now = 1_000;
    expect(lag.seenBy("getUsers", after)).toBe(after);
  });

  test("can be caught up, and is nothing for what has no list", () => {
    const lag = createListLag(() => 0);
    lag.begin("addUser", 5, before);
    lag.begin("createTenant", 5, before);
    lag.clear();

    expect(lag.seenBy("getUsers", after)).toBe(after);
    expect(lag.seenBy("getTenants", after)).toBe(after);
  });
});
