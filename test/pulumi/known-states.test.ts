import { describe, expect } from "vitest";
import {
  hold,
  importedName,
  refuseOtherTenant,
  remember,
  toImport,
} from "../../provider/pulumi/known-states";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import { isHeld } from "../../provider/resources/reclaim";
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
    expect(importedName("User", "7")).not.toBe(importedName("ApiToken", "7"));
  });

  test("is refused where it belongs to another tenant", ({ tenant }) => {
    expect(() => refuseOtherTenant(token, tenant, { __tenant: tenant.id })).not.toThrow();
    expect(() => refuseOtherTenant(token, tenant, { __tenant: "other" })).toThrow(Refused);
  });
});
