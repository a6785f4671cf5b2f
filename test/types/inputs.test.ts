import { describe, expectTypeOf, test } from "vitest";
import type { Output } from "@pulumi/pulumi";
import {
  ApiToken,
  type ApiTokenArgs,
  AutomationKey,
  type AutomationKeyArgs,
  type OnDestroy,
  SamlGroupMapping,
  type SamlGroupMappingArgs,
  TenantAccess,
  User,
  type UserArgs,
} from "../../provider";

/** Compiled, never run: each line below an expected error must be one, or `tsc --noEmit` fails. */
export const mistakes = [
  // @ts-expect-error a permission that AppTego has not
  () => new ApiToken("a", { permissions: ["admin"] }),
  // @ts-expect-error one text for a list
  () => new ApiToken("a", { permissions: "Builds" }),
  // @ts-expect-error a typo in a property
  () => new ApiToken("a", { premissions: ["Builds"] }),
  // @ts-expect-error a list for the triggers of a rotation
  () => new ApiToken("a", { rotateOn: ["2026"] }),
  // @ts-expect-error an output that is set
  () => new ApiToken("a", { tokenSecret: "x" }),
  // @ts-expect-error a user without an e-mail address
  () => new User("a", {}),
  // @ts-expect-error no arguments at all
  () => new User("a"),
  // @ts-expect-error an end that AppTego has not
  () => new User("a", { email: "a@acme.test", onDestroy: "delete" }),
  // @ts-expect-error no permissions
  () => new SamlGroupMapping("a", { groupName: "dev" }),
  // @ts-expect-error a mapping without a group
  () => new SamlGroupMapping("a", { permissions: [] }),
  // @ts-expect-error a text for a switch
  () => new AutomationKey("a", { enabled: "true" }),
  // @ts-expect-error permissions, which a key has not
  () => new AutomationKey("a", { permissions: [] }),
  // @ts-expect-error a wrong permission deep inside
  () => new TenantAccess("a", { users: { "a@acme.test": ["admin"] } }),
  // @ts-expect-error an unknown section
  () => new TenantAccess("a", { people: {} }),
];

describe("The types of", () => {
  test("arguments say what must be there", () => {
    expectTypeOf<{ email: string }>().toExtend<UserArgs>();
    expectTypeOf<{ permissions: [] }>().not.toExtend<UserArgs>();
    expectTypeOf<{ groupName: string; permissions: "Builds"[] }>().toExtend<SamlGroupMappingArgs>();
    expectTypeOf<object>().not.toExtend<SamlGroupMappingArgs>();
    expectTypeOf<{ enabled: boolean }>().toExtend<AutomationKeyArgs>();
    expectTypeOf<{ enabled: string }>().not.toExtend<AutomationKeyArgs>();
    expectTypeOf<{ rotateOn: { month: string } }>().toExtend<ApiTokenArgs>();
    expectTypeOf<{ name: number }>().not.toExtend<ApiTokenArgs>();
  });

  test("outputs are those of the resource", () => {
    expectTypeOf<ApiToken["tokenKey"]>().toEqualTypeOf<Output<string>>();
    expectTypeOf<User["adopted"]>().toEqualTypeOf<Output<boolean>>();
    expectTypeOf<User["onDestroy"]>().toEqualTypeOf<Output<OnDestroy | undefined>>();
    expectTypeOf<SamlGroupMapping["permissions"]>().toEqualTypeOf<Output<string[]>>();
    expectTypeOf<TenantAccess<"ci">["tokens"]>().toHaveProperty("ci");
    expectTypeOf<TenantAccess<"ci">["tokens"]>().not.toHaveProperty("cd");
    expectTypeOf<AutomationKey["enabled"]>().toEqualTypeOf<Output<boolean>>();
  });
});
