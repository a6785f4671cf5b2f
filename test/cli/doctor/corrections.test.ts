import { describe, expect, test } from "vitest";
import { LIMITS, operations } from "../../../provider/api/contract";
import {
  corrected,
  correctionsOf,
  likelyOfWrites,
  limitsOf,
  merged,
  timingOf,
} from "../../../provider/cli/doctor/corrections";

describe("Corrections", () => {
  test("of the built-in contract are none", () => {
    expect(correctionsOf(operations)).toEqual({});
    expect(limitsOf(LIMITS)).toEqual({});
    expect(limitsOf({ apiTokens: 50, automationKeys: 10 })).toEqual({ apiTokens: 50 });
    expect([timingOf(), timingOf(90_000), timingOf(30_000)]).toEqual([{}, {}, { lateSeconds: 30 }]);
  });

  test("are what a contract was corrected by", () => {
    const corrections = {
      getUsers: {
        method: "POST",
        path: "list_users",
        reply: { email: "mail" },
        nextPage: { reply: "cursor", request: "next" },
      },
      removeUser: { request: { user_id: "id" } },
    } as const;

    expect(correctionsOf(corrected(operations, corrections))).toEqual(corrections);
    expect(corrected(operations, corrections).getUsers).toMatchObject({
      path: "list_users",
      replyNames: { email: "mail" },
    });
  });

  test("are joined field by field, and the later one wins", () => {
    const one = { getUsers: { path: "a", reply: { email: "mail", user_id: "id" } } };
    const other = { getUsers: { path: "b", reply: { email: "login" } }, addUser: { request: {} } };

    expect(merged(one, other)).toEqual({ getUsers: { path: "b", reply: { email: "login", user_id: "id" } } });
  });

  test("of a list are likely those of what writes the same objects, and of nothing else", () => {
    expect(
      likelyOfWrites({
        getAutomationKeys: { reply: { key_id: "id", name: "label", automation_keys: "keys" } },
      }),
    ).toEqual({
      createAutomationKey: { request: { name: "label" }, reply: { key_id: "id" } },
      updateAutomationKey: { request: { key_id: "id" } },
      deleteAutomationKey: { request: { key_id: "id" } },
    });
    expect(likelyOfWrites({ getUsers: { path: "list_users" } })).toEqual({});
  });

  test("that would name two fields alike aren't likely", () => {
    const found = { getApiTokens: { reply: { token_key: "token_secret" } } };

    expect(likelyOfWrites(found)).not.toHaveProperty("createApiToken");
    expect(likelyOfWrites(found)).toHaveProperty("deleteApiToken");
  });
});
