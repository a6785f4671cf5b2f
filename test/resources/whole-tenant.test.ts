import { describe, expect } from "vitest";
import { resourceOf, type ResourceType } from "../../provider/resources";
import { openTenant } from "../../provider/resources/tenant";
import { checked } from "../support/provider";
import { test } from "../support/tenant";

const times = (count: number, wish: (number: number) => Record<string, unknown>) =>
  Array.from({ length: count }, (_, index) => wish(index));

/** What an Enterprise tenant holds at most beside its owner and the provider's own token. */
const WISHES: readonly (readonly [ResourceType, Record<string, unknown>[]])[] = [
  ["ApiToken", times(19, (number) => ({ name: `token-${number}`, permissions: ["Builds"] }))],
  ["User", times(99, (number) => ({ email: `user-${number}@acme.test`, permissions: ["Certificates"] }))],
  ["AutomationKey", times(10, (number) => ({ name: `key-${number}`, enabled: true }))],
  ["SamlGroupMapping", times(60, (number) => ({ groupName: `group-${number}`, permissions: ["Builds"] }))],
];

describe("A whole tenant", () => {
  test("costs the writes that it needs, and a list of each kind; a refresh costs only the lists", async ({
    tenant,
    api,
    connection,
    sandbox,
  }) => {
    const made = await Promise.all(
      WISHES.flatMap(([type, wishes]) =>
        wishes.map(async (wish) => ({
          type,
          ...(await resourceOf(type).create(tenant, checked(type, wish))),
        })),
      ),
    );

    const writes = {
      createApiToken: 19,
      updateApiTokenPermissions: 19,
      addUser: 99,
      updateUserPermissions: 99,
    };
    const needed = { ...writes, createAutomationKey: 10, createSamlGroupMapping: 60 };
    const lists = ["getApiTokens", "getUsers", "getSamlGroupMappings", "getAutomationKeys"] as const;
    const counted = (names: readonly string[]) =>
      Object.fromEntries(
        names.map((name) => [name, sandbox.calls.operations().filter((one) => one === name).length]),
      );
    expect(counted(Object.keys(needed))).toEqual(needed);
    expect(sandbox.calls.reads()).toHaveLength(4);
    expect(sandbox.calls.all).toHaveLength(310);
    expect(sandbox.calls.maxInFlight()).toBeLessThanOrEqual(4);

    sandbox.calls.clear();
    const standing = new Date(); // a list is looked at anew after two seconds, however slow the machine is
    const fresh = openTenant(api, connection, { now: () => standing });
    const live = await Promise.all(
      made.map(({ type, id, state }) => resourceOf(type).read(fresh, id, state)),
    );
    expect(live).toEqual(made.map(({ state }) => state));
    expect([...sandbox.calls.operations()].sort()).toEqual([...lists].sort());

    sandbox.calls.clear();
    await Promise.all(made.map(({ type, id, state }) => resourceOf(type).delete(fresh, id, state)));
    expect(sandbox.calls.all).toHaveLength(made.length);
    expect([sandbox.tenant.tokens.length, sandbox.tenant.users.length]).toEqual([1, 1]);
    expect([sandbox.tenant.keys, sandbox.tenant.mappings]).toEqual([[], []]);
  });
});
