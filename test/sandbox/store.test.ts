import { describe, expect, test } from "vitest";
import { seedData } from "../../provider/sandbox/seed-data";
import { Data, DEFAULT_RULES } from "../../provider/sandbox/store";

describe("What the sandbox holds", () => {
  const { data } = seedData({ keys: [{ name: "pipeline" }], mappings: [{ group: "admins" }] }, { now: 0 });

  test("is plain data that survives a file", () => {
    expect(Data.parse(JSON.parse(JSON.stringify(data)))).toEqual(data);
  });

  test("is refused where a part is missing or of another kind", () => {
    const { users: _users, ...withoutUsers } = data;

    expect(Data.safeParse(withoutUsers).success).toBe(false);
    expect(Data.safeParse({ ...data, keys: [{ name: "pipeline" }] }).success).toBe(false);
    expect(Data.safeParse({ ...data, tenant: { ...data.tenant, plan: "GOLD" } }).success).toBe(false);
  });
});

describe("The rules", () => {
  test("guard the tenant unless told otherwise", () => {
    expect(DEFAULT_RULES).toMatchObject({ guardsAdministration: true, invitedAdminister: false });
  });
});
