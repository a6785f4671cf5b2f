import { describe, expect, test } from "vitest";
import { namedTokens, noTokenAdministers } from "../../provider/policy";
import { computedName } from "../../provider/resources/computed-name";
import { UNKNOWN } from "../../provider/resources/unknown";
import { violationsOf } from "../support/policy";

const ADMIN = ["Builds", "Users & API Management"];
const COMPUTED = computedName("acme-token-ci", "urn");
const token = (props: Readonly<Record<string, unknown>>, name = "ci") => ({ type: "ApiToken", props, name });

describe("no-token-administers", () => {
  test("refuses a token that holds Users & API Management", async () => {
    expect(await violationsOf(noTokenAdministers, token({ permissions: ADMIN }))).toEqual([
      "This API token would hold 'Users & API Management' (user_and_api_management). Take it away, " +
        "or list the token's name in no-token-administers.except.",
    ]);
  });

  test("passes other permissions, and ones that aren't known", async () => {
    for (const permissions of [["Builds", "Tenant Settings"], UNKNOWN, ["Builds", UNKNOWN], undefined])
      expect(await violationsOf(noTokenAdministers, token({ permissions }))).toEqual([]);
  });

  test("refuses what is known to hold it, whatever else may come", async () => {
    const resource = token({ permissions: [UNKNOWN, ...ADMIN] });
    expect(await violationsOf(noTokenAdministers, resource)).toHaveLength(1);
  });

  test("passes an exception by its name, or by its resource's where it has none", async () => {
    const config = { except: ["pulumi", "acme-token-ci"] };
    const violations = (props: object, name?: string) =>
      violationsOf(noTokenAdministers, token({ ...props, permissions: ADMIN }, name), config);
    expect(await violations({ name: "pulumi" })).toEqual([]);
    expect(await violations({ name: UNKNOWN })).toEqual([]);
    expect(await violations({ name: COMPUTED }, "acme-token-ci")).toEqual([]);
    expect(await violations({}, "acme-token-ci")).toEqual([]);
    expect(await violations({ name: "other" }, "pulumi")).toHaveLength(1);
    expect(await violations({ name: "Pulumi" })).toHaveLength(1);
  });

  test("refuses a token of unknown name where nobody is excepted", async () => {
    expect(await violationsOf(noTokenAdministers, token({ name: UNKNOWN, permissions: ADMIN }))).toHaveLength(
      1,
    );
  });

  test("leaves users to other rules", async () => {
    expect(await violationsOf(noTokenAdministers, { type: "User", props: { permissions: ADMIN } })).toEqual(
      [],
    );
  });
});

describe("named-tokens", () => {
  const key = (props: Readonly<Record<string, unknown>>) => ({ type: "AutomationKey", props });

  test("refuses a token whose name is computed or absent", async () => {
    for (const props of [{ name: COMPUTED }, {}])
      expect(await violationsOf(namedTokens, token(props))).toEqual([
        "This API token has no name of its own: give it a `name` that tells what it is for.",
      ]);
  });

  test("passes a given name, and one that isn't known", async () => {
    for (const name of ["ci", UNKNOWN]) {
      expect(await violationsOf(namedTokens, token({ name }))).toEqual([]);
      if (name === UNKNOWN)
        expect(await violationsOf(namedTokens, token({ name }), { pattern: "^x$" })).toEqual([]);
    }
  });

  test("refuses a name that doesn't match the pattern", async () => {
    const config = { pattern: "^(ci|deploy)-\\p{Ll}+$" };
    expect(await violationsOf(namedTokens, token({ name: "ci-web" }), config)).toEqual([]);
    expect(await violationsOf(namedTokens, token({ name: "web" }), config)).toEqual([
      "This API token's name doesn't match named-tokens.pattern, ^(ci|deploy)-\\p{Ll}+$. Choose one that does.",
    ]);
  });

  test("refuses a pattern that is none", async () => {
    const judged = violationsOf(namedTokens, token({ name: "web" }), { pattern: "(" });
    await expect(judged).rejects.toThrow("policy named-tokens: pattern must be a regular expression.");
  });

  test("asks automation keys only where it is told to", async () => {
    expect(await violationsOf(namedTokens, key({ name: COMPUTED }))).toEqual([]);
    expect(await violationsOf(namedTokens, key({ name: COMPUTED }), { automationKeys: true })).toEqual([
      "This automation key has no name of its own: give it a `name` that tells what it is for.",
    ]);
    expect(await violationsOf(namedTokens, key({ name: "pipeline" }), { automationKeys: true })).toEqual([]);
  });
});
