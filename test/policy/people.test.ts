import { describe, expect, test } from "vitest";
import { PERMISSION_KEYS, PERMISSION_LABELS } from "../../provider/api/permissions";
import { emailDomains, noPersonHoldsEverything } from "../../provider/policy";
import { UNKNOWN } from "../../provider/resources/unknown";
import { violationsOf } from "../support/policy";

const ALL = Object.values(PERMISSION_LABELS);
const FIVE = PERMISSION_KEYS.slice(1);
const user = (email: string, permissions: unknown = []) => ({ type: "User", props: { email, permissions } });

describe("no-person-holds-everything", () => {
  test("refuses a user with all six, by label or by key, and with others that came later", async () => {
    for (const permissions of [ALL, PERMISSION_KEYS, [...ALL, "brand_new"]])
      expect(await violationsOf(noPersonHoldsEverything, user("alice@acme.test", permissions))).toEqual([
        "This user would hold all 6 permissions. Take away what the person doesn't need, " +
          "or list the address in no-person-holds-everything.except.",
      ]);
  });

  test("passes five, a repeated one too", async () => {
    const permissions = [...FIVE, ...FIVE];
    expect(await violationsOf(noPersonHoldsEverything, user("alice@acme.test", permissions))).toEqual([]);
  });

  test.each([
    ["the list", UNKNOWN],
    ["one of them", [...FIVE, UNKNOWN]],
  ])("passes while %s isn't known", async (_, permissions) => {
    expect(await violationsOf(noPersonHoldsEverything, user("alice@acme.test", permissions))).toEqual([]);
  });

  test("refuses who holds all six already, whatever else may come", async () => {
    const resource = user("alice@acme.test", [...ALL, UNKNOWN]);
    expect(await violationsOf(noPersonHoldsEverything, resource)).toHaveLength(1);
  });

  test("passes an exception in any letter case, and one that may turn out to be it", async () => {
    const config = { except: ["Owner@acme.test"] };
    expect(await violationsOf(noPersonHoldsEverything, user("owner@ACME.test", ALL), config)).toEqual([]);
    expect(await violationsOf(noPersonHoldsEverything, user(UNKNOWN, ALL), config)).toEqual([]);
    expect(await violationsOf(noPersonHoldsEverything, user("eve@acme.test", ALL), config)).toHaveLength(1);
    expect(await violationsOf(noPersonHoldsEverything, user(UNKNOWN, ALL))).toHaveLength(1);
  });

  test("refuses a SAML group, unless groups aren't asked about", async () => {
    const group = { type: "SamlGroupMapping", props: { groupName: "admins", permissions: ALL } };
    const few = { type: "SamlGroupMapping", props: { groupName: "admins", permissions: FIVE } };
    expect(await violationsOf(noPersonHoldsEverything, group)).toEqual([
      "The members of this SAML group would hold all 6 permissions. Split them over several groups.",
    ]);
    expect(await violationsOf(noPersonHoldsEverything, few)).toEqual([]);
    expect(await violationsOf(noPersonHoldsEverything, group, { groups: false })).toEqual([]);
  });

  test("doesn't ask tokens, which another rule is for", async () => {
    const token = { type: "ApiToken", props: { permissions: ALL } };
    expect(await violationsOf(noPersonHoldsEverything, token)).toEqual([]);
  });
});

describe("email-domains", () => {
  const domains = ["acme.test", "*.acme.example", "bücher.test"];

  test.each([
    "a@acme.test",
    "a@ACME.Test",
    "a@eu.acme.example",
    "a@xn--bcher-kva.test",
    "a@bücher.test",
    UNKNOWN,
  ])("passes %s", async (email) => {
    expect(await violationsOf(emailDomains, user(email), { domains })).toEqual([]);
  });

  test.each([
    "a@evil.test",
    "a@eu.acme.test",
    "a@acme.example",
    "a@notacme.test",
    "acme.test@evil.test",
    "a@x.notacme.example",
  ])("refuses %s", async (email) => {
    expect(await violationsOf(emailDomains, user(email), { domains })).toEqual([
      "This user's e-mail address is of none of the domains acme.test, *.acme.example, bücher.test. " +
        "Use the person's address there, or add the domain to email-domains.domains.",
    ]);
  });

  test("passes everybody where no domain is named", async () => {
    expect(await violationsOf(emailDomains, user("a@evil.test"))).toEqual([]);
  });

  test("leaves a user without an address to the provider, and asks no others", async () => {
    expect(await violationsOf(emailDomains, { type: "User", props: {} }, { domains })).toEqual([]);
    const token = { type: "ApiToken", props: { email: "a@evil.test" } };
    expect(await violationsOf(emailDomains, token, { domains })).toEqual([]);
  });
});
