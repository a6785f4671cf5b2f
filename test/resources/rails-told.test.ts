import { describe, expect } from "vitest";
import { Refused } from "../../provider/resources/lifecycle";
import { foreseeAdministrators } from "../../provider/resources/rails";
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

describe("A preview of what takes administration from somebody", () => {
  const attempt = "Taking Users & API Management from the user alice@acme.test";

  test("warns where the users can't be listed, and fails for nothing else", async ({ open, sandbox }) => {
    const tenant = open({ minAdministrators: 1 });
    sandbox.failNext("getUsers", { kind: "serverError", count: 100 });
    await foreseeAdministrators(tenant, member(sandbox, "alice").id, attempt);

    expect(tenant.warnings).toEqual([expect.stringMatching(/^Taking .* can't be told yet: /)]);
  });

  test("names the address as AppTego has it where the person must stay", async ({ open, sandbox }) => {
    const tenant = open({ requiredAdministrators: ["alice@acme.test"] });
    const failure = await failureOf(foreseeAdministrators(tenant, member(sandbox, "alice").id, attempt));

    expect(String(failure)).toContain("requiredAdministrators says that this person stays an administrator");
    expect(String(failure)).toContain("Take the address out of that list first");
    await foreseeAdministrators(tenant, "gone", attempt);
  });

  test("doesn't count those from whom the program takes it too", async ({ open, sandbox }) => {
    const tenant = open({ minAdministrators: 1 });
    for (const { email, owner } of sandbox.tenant.users)
      if (owner || email !== "alice@acme.test") tenant.administration.declare(email, false);

    expect(
      await failureOf(foreseeAdministrators(tenant, member(sandbox, "alice").id, attempt)),
    ).toBeInstanceOf(Refused);
  });
});
