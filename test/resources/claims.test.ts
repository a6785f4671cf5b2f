import { describe, expect } from "vitest";
import type { CredentialKind } from "../../provider/resources/credentials";
import { duplicatesAmong, heldId, leftoversAmong, managedName } from "../../provider/resources/reclaim";
import type { ListedToken, Tenant } from "../../provider/resources/tenant";
import { test } from "../support/tenant";

const NAME = "ci [pu-0123456789]";
const NOW = 1_900_000_000; // epoch seconds
const DAY = 24 * 60 * 60;

const token = (token_key: string, creation_time: number | null, name = NAME): ListedToken => ({
  token_key,
  name,
  permissions: [],
  creation_time,
});

function kindOf(tenant: Tenant): CredentialKind<ListedToken, unknown> {
  return {
    type: "ApiToken",
    noun: "API token",
    list: tenant.tokens,
    limit: 20,
    creates: "createApiToken",
    isNew: () => true,
    post: () => Promise.reject(new Error("nothing is posted here")),
    remove: () => Promise.reject(new Error("nothing is removed here")),
  };
}

const ids = (tokens: readonly ListedToken[]) => tokens.map(({ token_key }) => token_key);

describe("A duplicate", () => {
  const own = token("own", NOW);
  const among = (tenant: Tenant, ...listed: ListedToken[]) =>
    ids(duplicatesAmong(tenant, kindOf(tenant), { ...own, id: own.token_key }, [own, ...listed]));

  test.for([
    ["at the same time", NOW, true],
    ["a day before", NOW - DAY, true],
    ["a day after", NOW + DAY, true],
    ["more than a day before", NOW - DAY - 1, false],
    ["more than a day after", NOW + DAY + 1, false],
    ["nobody knows when", null, true],
  ] as const)("has the same computed name and was made %s: %s, %s", ([, created, is], { tenant }) => {
    const recent = { ...tenant, reclaim: "recent" as const };

    expect(among(recent, token("other", created))).toEqual(is ? ["other"] : []);
    expect(among({ ...recent, reclaim: "always" }, token("other", created))).toEqual(["other"]);
    expect(among({ ...recent, reclaim: "never" }, token("other", created))).toEqual([]);
  });

  test("of one whose time isn't known is known by its computed name alone", ({ tenant }) => {
    const old = token("old", null);

    expect(
      ids(duplicatesAmong(tenant, kindOf(tenant), { ...old, id: old.token_key }, [old, token("other", NOW)])),
    ).toEqual(["other"]);
  });

  test("is never what somebody else may own", ({ tenant }) => {
    tenant.held.add(heldId("ApiToken", "held"));
    tenant.tokens.created(token("ours", NOW));
    const listed = [
      token("held", NOW),
      token("ours", NOW),
      token(tenant.ownTokenKey, NOW),
      token("longer", NOW, `${NAME}!`),
    ];

    expect(among({ ...tenant, reclaim: "always" }, ...listed)).toEqual([]);
    const given = listed.map((entry) => ({ ...entry, name: "ci" }));
    expect(
      duplicatesAmong(tenant, kindOf(tenant), { id: "own", name: "ci", creation_time: NOW }, given),
    ).toEqual([]);
  });
});

describe("A leftover", () => {
  const among = (tenant: Tenant, ...listed: ListedToken[]) =>
    ids(leftoversAmong(tenant, kindOf(tenant), listed));
  const at = (tenant: Tenant): Tenant => ({ ...tenant, serverNow: () => new Date(NOW * 1_000) });

  test.for([
    ["a day ago", NOW - DAY, true],
    ["more than a day ago", NOW - DAY - 1, false],
    ["nobody knows when", null, false],
  ] as const)("was made %s: %s, %s", ([, created, is], { tenant }) => {
    expect(among(at(tenant), token("left", created))).toEqual(is ? ["left"] : []);
    expect(among({ ...at(tenant), reclaim: "always" }, token("left", created))).toEqual(["left"]);
  });

  test("isn't one where nobody knows the server's time", ({ tenant }) => {
    const blind = { ...tenant, serverNow: () => undefined };

    expect(among(blind, token("left", NOW))).toEqual([]);
    expect(among({ ...blind, reclaim: "always" }, token("left", NOW))).toEqual(["left"]);
  });

  test("isn't what this process made", ({ tenant }) => {
    tenant.tokens.created(token("ours", NOW));

    expect(among(at(tenant), token("ours", NOW), token("left", NOW))).toEqual(["left"]);
  });

  test("can't be told from the one that the state holds while only its name is known", ({ tenant }) => {
    const two = [token("one", NOW), token("two", NOW)];
    tenant.managed.add(managedName("ApiToken", NAME));
    expect(among(at(tenant), ...two)).toEqual([]);

    tenant.held.add(heldId("ApiToken", "one"));
    expect(among(at(tenant), ...two)).toEqual(["two"]);
  });
});
