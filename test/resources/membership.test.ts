import { describe, expect } from "vitest";
import { DEFAULT_RAILS } from "../../provider/api/rail-settings";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated, Refused } from "../../provider/resources/lifecycle";
import { join } from "../../provider/resources/membership";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const user = resourceOf("User");
const ALICE = { email: "alice@acme.test", permissions: ["build_applications"] };
const REQUIRED = { ...DEFAULT_RAILS, requiredAdministrators: [ALICE.email] };

describe("A person who joins", () => {
  test("by an invitation whose reply was lost is this run's, so that no list is asked for the permissions", async ({
    tenant,
    sandbox,
  }) => {
    sandbox.failNext("addUser", { kind: "reset", when: "after" });
    sandbox.failNext("getUsers", { kind: "reply", status: 401, body: '{"error":"No"}', skip: 2, count: 9 });
    const { id, state } = await user.create(tenant, ALICE);

    expect(tenant.users.isOurs(id)).toBe(true);
    expect(state).toMatchObject({ ...ALICE, adopted: false });
  });

  test("and was a member before isn't this run's", async ({ tenant, sandbox }) => {
    sandbox.portal.addUser({ email: ALICE.email });
    const { entry, adopted } = await join(tenant, ALICE);

    expect([adopted, tenant.users.isOurs(entry.user_id)]).toEqual([true, false]);
  });

  test("and is refused the permissions then stays in the state, with what is so", async ({
    api,
    connection,
    sandbox,
  }) => {
    const tenant = openTenant(api, { ...connection, rails: REQUIRED });
    const failure = await failureOf(user.create(tenant, ALICE));

    expect(failure).toBeInstanceOf(PartlyCreated);
    const { created, reasons } = failure as PartlyCreated;
    const [alice] = sandbox.tenant.users.filter(({ email }) => email === ALICE.email);
    expect(created).toMatchObject({ id: alice?.userId, state: { permissions: [], adopted: false } });
    expect(reasons.join()).toContain(ALICE.email);
  });

  test("and was a member before is no part of the state then", async ({ api, connection, sandbox }) => {
    sandbox.portal.addUser({ email: ALICE.email });
    const tenant = openTenant(api, { ...connection, rails: REQUIRED });

    expect(await failureOf(user.create(tenant, ALICE))).toBeInstanceOf(Refused);
  });
});
