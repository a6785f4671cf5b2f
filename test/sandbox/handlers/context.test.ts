import { describe, expect, test } from "vitest";
import { administrators, creationTimeOf } from "../../../provider/sandbox/handlers/context";
import { seedData } from "../../../provider/sandbox/seed-data";
import { DEFAULT_RULES } from "../../../provider/sandbox/store";

const ADMINISTRATION = "user_and_api_management";

describe("An administrator", () => {
  const users = [
    { email: "owner@acme.test", owner: true, permissions: [ADMINISTRATION] },
    { email: "invited@acme.test", permissions: [ADMINISTRATION], status: "invited" as const },
    { email: "other@acme.test", permissions: ["Builds"] },
  ];
  const { data } = seedData({ users }, { now: 0 });
  const ids = data.users.map(({ userId }) => userId);

  test("holds the permission and is active", () => {
    expect(administrators({ data, rules: DEFAULT_RULES })).toEqual(ids.slice(0, 1));
  });

  test("may be invited only, where the rules say so", () => {
    const rules = { ...DEFAULT_RULES, invitedAdminister: true };

    expect(administrators({ data, rules })).toEqual(ids.slice(0, 2));
  });
});

describe("A list", () => {
  test("tells creation times where the rules say so", () => {
    const rules = { ...DEFAULT_RULES, creationTimes: false };

    expect(creationTimeOf({ creationTime: 5 }, { rules: DEFAULT_RULES })).toEqual({ creation_time: 5 });
    expect(creationTimeOf({ creationTime: 5 }, { rules })).toEqual({});
  });
});
