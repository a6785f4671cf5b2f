import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const mapping = resourceOf("SamlGroupMapping");

describe("After a lost reply", () => {
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
