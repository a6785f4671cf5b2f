import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import { failureOf } from "../support/connection";
import { activeAdministrators, member, remove, revoke, test } from "../support/rails";

const DEEDS = { delete: remove, revoke };

describe("F38: two administrators at once, update and delete", () => {
  test.for([
    ["delete", "delete"],
    ["delete", "revoke"],
    ["revoke", "delete"],
    ["revoke", "revoke"],
  ] as const)("lose only one of them: %s and %s", async ([first, second], { open, sandbox }) => {
    const tenant = open();
    const done = await Promise.allSettled([
      DEEDS[first](tenant, member(sandbox, "alice")),
      DEEDS[second](tenant, member(sandbox, "bob")),
    ]);
    const refused = done.filter((one) => one.status === "rejected");

    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toBeInstanceOf(Refused);
    expect(activeAdministrators(sandbox)).toHaveLength(1);
    expect(sandbox.calls.writes().filter(({ applied }) => applied)).toHaveLength(1);
  });
});

describe("F39: who must stay, update and delete", () => {
  test.for(Object.entries(DEEDS))(
    "is refused before any write: the last one, %s",
    async ([, deed], { open, sandbox }) => {
      sandbox.portal.removeUser({ email: "bob@acme.test" });
      const failure = await failureOf(deed(open(), member(sandbox, "alice")));

      expect(failure).toBeInstanceOf(Refused);
      expect(sandbox.calls.writes()).toEqual([]);
      expect(activeAdministrators(sandbox)).toEqual(["alice@acme.test"]);
    },
  );

  test.for(Object.entries(DEEDS))(
    "is refused before any call: a required one, %s",
    async ([, deed], { open, sandbox }) => {
      const tenant = open({ requiredAdministrators: ["alice@acme.test"] });
      const failure = await failureOf(deed(tenant, member(sandbox, "alice")));

      expect(failure).toBeInstanceOf(Refused);
      expect(sandbox.calls.writes()).toEqual([]);
      expect(activeAdministrators(sandbox)).toContain("alice@acme.test");
    },
  );

  test.for(["delete", "update"])(
    "is refused before any call: oneself, %s",
    async (deed, { open, sandbox }) => {
      const token = resourceOf("ApiToken");
      const id = sandbox.credentials.tokenKey;
      const state = { name: "sandbox", permissions: ["user_and_api_management"], tokenKey: id };
      const tenant = open();
      const failure = await failureOf(
        deed === "delete"
          ? token.delete(tenant, id, state)
          : token.update(tenant, id, state, { ...state, permissions: [] }),
      );

      expect(failure).toBeInstanceOf(Refused);
      expect(sandbox.calls.all).toEqual([]);
    },
  );
});
