import { describe, expect } from "vitest";
import { Refused } from "../../provider/resources/lifecycle";
import { failureOf } from "../support/connection";
import { activeAdministrators, member, remove, revoke, test } from "../support/rails";

describe("An administrator of whom it isn't known whether the permission was taken", () => {
  test.for([
    ["a removal", "removeUser", remove],
    ["a loss of the permission", "updateUserPermissions", revoke],
  ] as const)(
    "by %s isn't counted on, as that may still come to be",
    async ([, operation, take], { tenant, sandbox }) => {
      sandbox.failNext(operation, { kind: "late", reply: "reset", count: 4 });
      expect(await failureOf(take(tenant, member(sandbox, "alice")))).toBeInstanceOf(Error);
      expect(activeAdministrators(sandbox)).toEqual(["alice@acme.test", "bob@acme.test"]);

      expect(await failureOf(revoke(tenant, member(sandbox, "bob")))).toBeInstanceOf(Refused);
      expect(sandbox.releaseLate()).toBeGreaterThan(0);
      expect(activeAdministrators(sandbox)).toEqual(["bob@acme.test"]);
    },
  );

  test.for([
    ["remove", "removeUser", remove],
    ["weaken", "updateUserPermissions", revoke],
  ] as const)(
    "is counted on again where AppTego refused to %s the person",
    async ([, operation, take], { tenant, sandbox }) => {
      sandbox.failNext(operation, { kind: "reply", status: 400, body: '{"error":"Not now"}' });
      expect(await failureOf(take(tenant, member(sandbox, "alice")))).toBeInstanceOf(Error);
      await revoke(tenant, member(sandbox, "bob"));

      expect(activeAdministrators(sandbox)).toEqual(["alice@acme.test"]);
    },
  );
});
