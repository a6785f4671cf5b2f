import { describe, expect } from "vitest";
import { Refused } from "../../provider/resources/lifecycle";
import { failureOf } from "../support/connection";
import { ADMINISTRATION, member, remove, test } from "../support/rails";

const override = "INC-4711 Alice left";

describe("An override of the rails", () => {
  test("is told only where it lifts something: enough others stay", async ({ open, sandbox }) => {
    const tenant = open({ minAdministrators: 1, override });
    await remove(tenant, member(sandbox, "alice"));

    expect(tenant.warnings).toEqual([]);
  });

  test("is told only where it lifts something: the person isn't active", async ({ open, sandbox }) => {
    const tenant = open({ minAdministrators: 5, override });
    await remove(tenant, member(sandbox, "invited"));

    expect(tenant.warnings).toEqual([]);
  });

  test("is told only where it lifts something: the person is gone already", async ({ open, sandbox }) => {
    const tenant = open({ minAdministrators: 5, override });
    const alice = member(sandbox, "alice");
    sandbox.portal.removeUser({ email: "alice@acme.test" });
    await remove(tenant, alice);

    expect(tenant.warnings).toEqual([]);
  });
});

describe("A refusal for too few administrators", () => {
  test("counts those who would be left", async ({ open, sandbox }) => {
    sandbox.portal.addUser({ email: "carol@acme.test", permissions: [ADMINISTRATION] });
    sandbox.portal.acceptInvitation({ email: "carol@acme.test" });
    const failure = await failureOf(remove(open({ minAdministrators: 3 }), member(sandbox, "alice")));

    expect(failure).toBeInstanceOf(Refused);
    expect(String(failure)).toContain("only 2 other active users hold 'Users & API Management'");
    expect(String(failure)).toMatch(/set the variable APPTEGO_OVERRIDE_RAILS="<why>"\.$/);
  });
});
