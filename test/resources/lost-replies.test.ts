import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated, Refused } from "../../provider/resources/lifecycle";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const user = resourceOf("User");
const mapping = resourceOf("SamlGroupMapping");
const EMAIL = "alice@acme.test";
const ALICE = { email: EMAIL, permissions: ["build_applications"] };
const HOUR_MS = 3_600_000;
const time = { now: Date.parse("2026-01-01T00:00:00Z") };

describe("After a lost reply", () => {
  test.override({ sandboxOptions: { clock: () => time.now } });

  test("a second invitation that is refused, while no list has the first, leaves the mark that heals", async ({
    tenant,
    sandbox,
  }) => {
    await tenant.users.baseline();
    sandbox.failNext("addUser", { kind: "reset", when: "after", count: 1 });
    sandbox.failNext("getUsers", { kind: "listLag", lists: 8 });

    expect(await failureOf(user.create(tenant, ALICE))).toBeInstanceOf(PartlyCreated);
  });

  test.for([
    ["who joined", "active", 0],
    ["whom somebody invited long before", "invited", HOUR_MS],
  ] as const)(
    "a person %s is taken over, and stays when the stack goes",
    async ([, status, agoMs], { tenant, sandbox }) => {
      await tenant.users.baseline();
      sandbox.portal.addUser({ email: EMAIL, permissions: [], status });
      time.now += agoMs;
      await tenant.tokens.fresh(); // tells the server's time
      sandbox.failNext("addUser", { kind: "reset", count: 1 });

      expect((await user.create(tenant, ALICE)).state).toMatchObject({ adopted: true });
    },
  );

  test("a group that somebody mapped otherwise stays as it is", async ({ tenant, sandbox }) => {
    await tenant.mappings.baseline();
    sandbox.portal.addMapping({ group: "devs", permissions: ["update_certificates"] });
    sandbox.failNext("createSamlGroupMapping", { kind: "reset", count: 1 });
    const before = sandbox.tenant.mappings;

    const wished = { groupName: "devs", permissions: ["build_applications"] };
    expect(await failureOf(mapping.create(tenant, wished))).toBeInstanceOf(Refused);
    expect(sandbox.tenant.mappings).toEqual(before);
  });
});
