import { describe, expect, test } from "vitest";
import { seedData } from "../../provider/sandbox/seed-data";
import { snapshotOf } from "../../provider/sandbox/snapshot";

describe("A snapshot", () => {
  const { data } = seedData({ keys: [{ name: "pipeline" }] }, { now: 0 });

  test("holds everything but hashes", () => {
    const { tokens, keys, ...rest } = snapshotOf(data);

    expect({ ...data, tokens, keys }).toEqual({ ...rest, tokens, keys });
    expect(tokens).toMatchObject([{ name: "sandbox" }]);
    expect(JSON.stringify([tokens, keys])).not.toMatch(/secret/i);
  });

  test("can be changed without changing the tenant", () => {
    snapshotOf(data).users.length = 0;

    expect(data.users).toHaveLength(1);
  });
});
