import { expect, test } from "vitest";
import { LIMITS, operations } from "../../provider/api/contract";
import { PLANS } from "../../provider/api/plans";

test("The plans are those that a tenant can be on and that limits are known for", () => {
  const reply = { tenants: PLANS.map((plan) => ({ tenant_id: "t", name: "Acme", plan })) };

  expect(operations.getTenants.reply.parse(reply)).toEqual(reply);
  expect(Object.keys(LIMITS.users)).toEqual([...PLANS]);
});
