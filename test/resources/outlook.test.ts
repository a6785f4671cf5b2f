import { describe, expect } from "vitest";
import { administers, minimumOf, outlookOf } from "../../provider/resources/outlook";
import { member, test } from "../support/rails";

describe("Who is left to administer", () => {
  test("are the other active holders of the permission; those invited don't count", async ({
    open,
    sandbox,
  }) => {
    const tenant = open({ minAdministrators: 2 });
    const { current, needed, others } = outlookOf(
      tenant,
      await tenant.users.fresh(),
      member(sandbox, "alice").id,
    );

    expect([current?.email, needed]).toEqual(["alice@acme.test", 2]);
    expect(others.map(({ email }) => email)).toEqual(["bob@acme.test"]);
  });

  test("are not those from whom this process took it, whatever a late list says", async ({
    open,
    sandbox,
  }) => {
    const tenant = open();
    tenant.administration.weakened.add(member(sandbox, "bob").id);

    expect(outlookOf(tenant, await tenant.users.fresh(), member(sandbox, "alice").id).others).toEqual([]);
  });

  test("may be more soon: those to whom the program gives it, and those of whom it hasn't spoken", async ({
    open,
    sandbox,
  }) => {
    const tenant = open();
    sandbox.portal.addUser({ email: "carol@acme.test" });
    tenant.administration.declare("carol@acme.test", true);
    tenant.administration.declare("invited@acme.test", true);
    const { coming, possible } = outlookOf(tenant, await tenant.users.fresh(), member(sandbox, "alice").id);

    expect(coming.map(({ email }) => email)).toEqual(["carol@acme.test"]);
    expect(possible.map(({ email }) => email)).toEqual(["owner@acme.test"]);
  });

  test.for([
    ["an active administrator", "alice", 2],
    ["an invited one, who isn't counted, but may be the only hope", "invited", 1],
    ["somebody who doesn't administer", "owner", 0],
    ["a stranger", "nobody", 0],
  ] as const)("must be enough for %s", async ([, name, needed], { open, sandbox }) => {
    const tenant = open({ minAdministrators: 2 });

    expect(outlookOf(tenant, await tenant.users.fresh(), member(sandbox, name).id).needed).toBe(needed);
  });

  test("must be one even where the rails are lifted", ({ open }) => {
    expect(minimumOf(open({ minAdministrators: 3 }))).toBe(3);
    expect(minimumOf(open({ minAdministrators: 3, override: "an emergency" }))).toBe(1);
  });

  test("are told by one permission", () => {
    expect([administers(["user_and_api_management"]), administers(["build_applications"])]).toEqual([
      true,
      false,
    ]);
  });
});
