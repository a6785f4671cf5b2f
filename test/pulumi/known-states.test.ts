import { describe, expect } from "vitest";
import {
  answerRollCall,
  hold,
  keepAlive,
  livesOn,
  noteMoved,
  refuseOtherTenant,
  remember,
  sparing,
  toImport,
} from "../../provider/pulumi/known-states";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import { isHeld } from "../../provider/resources/reclaim";
import { UNKNOWN } from "../../provider/resources/unknown";
import { test } from "../support/tenant";

const token = resourceOf("ApiToken");

describe("What states hold", () => {
  test("is remembered by name and id, and when it was made", ({ tenant }) => {
    remember(token, tenant, { name: "ci" });
    hold(token, tenant, "tok_1", { __createdAt: "2030-01-01T10:00:00.000Z" });

    expect(tenant.managed.has("ApiToken ci")).toBe(true);
    expect([isHeld(tenant, "ApiToken", "tok_1"), isHeld(tenant, "AutomationKey", "tok_1")]).toEqual([
      true,
      false,
    ]);
    expect(tenant.createdAt.get("ApiToken tok_1")).toBe("2030-01-01T10:00:00.000Z");
  });

  test("doesn't include what a creation in doubt was to be called", ({ tenant }) => {
    remember(token, tenant, { name: "ci" });
    hold(token, tenant, "unresolved:0123", { name: "ci" });

    expect(tenant.managed.has("ApiToken ci")).toBe(false);
    expect(isHeld(tenant, "ApiToken", "unresolved:0123")).toBe(false);
  });

  test("isn't imported once more", ({ tenant }) => {
    expect(toImport(token, tenant, { __import: "tok_1" })).toBe("tok_1");
    remember(token, tenant, { __import: "tok_1" });

    expect(toImport(token, tenant, { __import: "tok_1" })).toBeUndefined();
  });

  test("isn't confused with an object of another kind that has the same id", ({ tenant }) => {
    remember(token, tenant, { __import: "7" });

    expect(toImport(resourceOf("User"), tenant, { __import: "7" })).toBe("7");
    keepAlive(token, tenant, "7");
    expect([livesOn(token, tenant, "7", {}), livesOn(resourceOf("User"), tenant, "7", {})]).toEqual([
      true,
      false,
    ]);
  });

  test("outlives another state of the same object, but not itself", ({ tenant }) => {
    const person = resourceOf("User");
    const [one, other] = ["2030-01-01T10:00:00.000Z", "2030-01-01T11:00:00.000Z"];
    keepAlive(person, tenant, "7", { __createdAt: one });

    expect(livesOn(person, tenant, "7", { __createdAt: other })).toBe(true);
    expect(livesOn(person, tenant, "7", { __createdAt: one })).toBe(false);
    expect(livesOn(person, tenant, "8", { __createdAt: other })).toBe(false);
  });

  test("keeps a computed name that would be another one now: no second one may have it", ({ tenant }) => {
    const [old, now] = ["ci [pu-0000000001]", "deploy [pu-0000000002]"];
    noteMoved(token, tenant, {}, { __computedName: "ci [pu-0000000003]" });
    noteMoved(token, tenant, { name: "ci" }, { __computedName: now });
    noteMoved(token, tenant, { name: now }, { __computedName: now });
    expect([...tenant.moved]).toEqual([]);

    noteMoved(token, tenant, { name: old }, { __computedName: now });
    expect([...tenant.moved]).toEqual([`ApiToken ${old}`]);
  });

  test("may live on where the program says so: then nothing is reclaimed", ({ tenant }) => {
    expect(sparing(tenant, {})).toBe(tenant);
    expect(sparing(tenant, { __mayLive: true })).toMatchObject({ reclaim: "never", mayLive: true });
  });

  test("may go all the same where a person says so", ({ tenant }) => {
    const always = { ...tenant, reclaim: "always" as const };

    expect(sparing(always, { __mayLive: true })).toBe(always);
  });

  test("are all known once the engine has come to each declared resource", async ({ tenant }) => {
    const isComplete = async () => tenant.rollCall.complete("ApiToken", async () => Promise.resolve());
    answerRollCall(token, tenant, { __declared: 2, __computedName: "ci [pu-0000000001]" });
    answerRollCall(token, tenant, { __declared: 1, __computedName: UNKNOWN });
    expect(await isComplete()).toBe(false);

    answerRollCall(token, tenant, { __computedName: "cd [pu-0000000002]" });
    expect(await isComplete()).toBe(true);
  });

  test("is refused where it belongs to another tenant", ({ tenant }) => {
    expect(() => refuseOtherTenant(token, tenant, { __tenant: tenant.id })).not.toThrow();
    expect(() => refuseOtherTenant(token, tenant, { __tenant: "other" })).toThrow(Refused);
  });
});
