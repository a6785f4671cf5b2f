import { describe, expect, test } from "vitest";
import { dynamicProvider } from "../../provider/pulumi/dynamic-provider";
import type { ResourceType } from "../../provider/resources";
import type { Tenant } from "../../provider/resources/tenant";
import { around, setStage } from "../faults/stage";
import { failureOf } from "../support/connection";
import { configureRequest, type Provider } from "../support/provider";

type Properties = Record<string, unknown>;

const TEXT = { __provider: "text" };

/** The provider of one process, as the host revives it. */
async function providerOn(type: ResourceType, tenant: Tenant): Promise<Provider> {
  const provider = dynamicProvider(type, () => tenant) as Provider; // it has each method, which the SDK calls optional
  await provider.configure(configureRequest({}));
  return provider;
}

async function checkedBy(provider: Provider, olds: Properties, news: Properties): Promise<Properties> {
  return { ...((await provider.check(olds, news)).inputs as Properties), ...TEXT };
}

/** What the state keeps of a create that failed in part. */
async function lostOf(create: Promise<unknown>): Promise<{ id: string; properties: Properties }> {
  return (await failureOf(create)) as { id: string; properties: Properties };
}

describe("A person whose resource is renamed in the program", () => {
  const alice = { email: "alice@acme.test", permissions: ["Builds"], ...TEXT };

  test("stays a member: the engine creates the new resource, which adopts, then deletes the old one", async () => {
    const { sandbox, newProcess } = await setStage();
    const first = await providerOn("User", newProcess());
    const old = await first.create(await checkedBy(first, {}, alice));
    sandbox.acceptInvitation(alice.email);

    const next = await providerOn("User", newProcess());
    const made = await next.create(await checkedBy(next, {}, alice));
    await next.delete(old.id, old.outs as Properties);

    expect(made.id).toBe(old.id);
    expect(sandbox.tenant.users.map(({ email }) => email)).toContain(alice.email);
  });

  test("stays one also when the run is killed between the two", async () => {
    const { sandbox, newProcess } = await setStage();
    const first = await providerOn("User", newProcess());
    const old = await first.create(await checkedBy(first, {}, alice));
    const killed = await providerOn("User", newProcess());
    const made = await killed.create(await checkedBy(killed, {}, alice));

    const next = await providerOn("User", newProcess());
    const news = await checkedBy(next, made.outs as Properties, alice);
    await next.diff(made.id, made.outs as Properties, news);
    await next.delete(old.id, old.outs as Properties);

    expect(sandbox.tenant.users.map(({ email }) => email)).toContain(alice.email);
  });

  test("goes when nothing of the program holds it any more, or the address changes", async () => {
    const { sandbox, newProcess } = await setStage();
    const first = await providerOn("User", newProcess());
    const old = await first.create(await checkedBy(first, {}, alice));

    const next = await providerOn("User", newProcess());
    const news = await checkedBy(next, old.outs as Properties, { ...alice, email: "bob@acme.test" });
    await next.diff(old.id, old.outs as Properties, news);
    await next.delete(old.id, old.outs as Properties);

    expect(sandbox.tenant.users.map(({ email }) => email)).not.toContain(alice.email);
  });
});

describe("A person whose resource is renamed while something is in doubt", () => {
  const alice = { email: "alice@acme.test", permissions: ["Builds"], ...TEXT };

  test("stays where the invitation's reply was lost: the new resource has taken the person over", async () => {
    const { sandbox, newProcess } = await setStage();
    sandbox.faults.add({ operation: "addUser", kind: "reset", when: "after" });
    sandbox.faults.add({ operation: "getUsers", kind: "serverError", skip: 1, rate: 1 });
    const first = await providerOn("User", newProcess());
    const lost = await lostOf(first.create(await checkedBy(first, {}, alice)));
    expect(lost.id).toMatch(/^unresolved:/);
    sandbox.faults.clear();

    const next = await providerOn("User", newProcess());
    await next.create(await checkedBy(next, {}, alice));
    await next.delete(lost.id, lost.properties);

    expect(sandbox.tenant.users.map(({ email }) => email)).toContain(alice.email);
  });

  test("stays where the new resource couldn't give what it wishes", async () => {
    const { sandbox, newProcess } = await setStage();
    const first = await providerOn("User", newProcess());
    const old = await first.create(await checkedBy(first, {}, alice));
    sandbox.failNext("updateUserPermissions", { kind: "reply", status: 400, body: '{"error":"Not now"}' });

    const next = await providerOn("User", newProcess());
    const wish = await checkedBy(next, {}, { ...alice, permissions: ["Certificates"] });
    expect((await lostOf(next.create(wish))).id).toBe(old.id);
    await next.delete(old.id, old.outs as Properties);

    expect(sandbox.tenant.users.map(({ email }) => email)).toContain(alice.email);
  });
});

describe("A mapping in doubt for which the program wishes another group by now", () => {
  const wish = { groupName: "developers", permissions: ["build_applications"], ...TEXT };

  test("leaves a person's mapping of the first one", async () => {
    let ahead = 0;
    const { sandbox, newProcess } = await setStage({ clock: () => Date.now() + ahead });
    sandbox.faults.add({ operation: "createSamlGroupMapping", kind: "serverError", rate: 1 });
    const first = await providerOn("SamlGroupMapping", newProcess());
    const inputs = await checkedBy(first, {}, wish);
    const lost = await lostOf(first.create(inputs));
    sandbox.faults.clear();
    ahead = 3_600_000;
    sandbox.portal.addMapping({ group: "developers", permissions: ["build_applications"] });

    const next = await providerOn("SamlGroupMapping", newProcess());
    const other = await checkedBy(next, inputs, { ...wish, groupName: "ops" });
    await next.diff(lost.id, lost.properties, other);

    expect(String(await failureOf(next.delete(lost.id, lost.properties)))).toContain("pulumi state delete");
    expect(sandbox.tenant.mappings).toHaveLength(1);
  });
});

describe("A token of a computed name that a person deleted", () => {
  const name = "ci [pu-0123456789]";
  const wish = { permissions: [], ...TEXT, __computedName: name, __declared: 1 };

  test.for([true, false])(
    "is made anew, and what came late beside it goes: read before (%s)",
    async (isRead) => {
      const { sandbox, newProcess } = await setStage();
      const first = await providerOn("ApiToken", newProcess());
      const own = await first.create(await checkedBy(first, {}, wish));
      sandbox.portal.addToken({ name }); // a lost call that AppTego did late
      sandbox.portal.deleteToken({ token: own.id });

      const refresh = await providerOn("ApiToken", newProcess());
      expect(await refresh.read(own.id, own.outs as Properties)).toEqual({});
      const next = isRead ? refresh : await providerOn("ApiToken", newProcess());
      const made = await next.create(await checkedBy(next, {}, wish));

      const named = sandbox.tenant.tokens.filter((token) => token.name === name);
      expect(named.map(({ tokenKey }) => tokenKey)).toEqual([made.id]);
    },
  );
});

describe("A rotation under a given name whose outcome stays unknown", () => {
  test("is healed by the next up: the engine deletes what is in doubt, creates anew, then deletes the old one", async () => {
    const { sandbox, newProcess } = await setStage();
    const wish = (turn: string) => ({
      ...{ name: "ci", permissions: [], rotateOn: { turn }, ...TEXT },
      ...{ __computedName: "x [pu-0123456789]", __declared: 1 },
    });
    const first = await providerOn("ApiToken", newProcess());
    const before = await checkedBy(first, {}, wish("1"));
    const old = await first.create(before);

    sandbox.faults.add({ operation: "createApiToken", kind: "serverError", rate: 1 });
    const second = await providerOn("ApiToken", newProcess());
    const inputs = await checkedBy(second, before, wish("2"));
    await second.diff(old.id, old.outs as Properties, inputs);
    const lost = (await failureOf(second.create(inputs))) as {
      id: string;
      properties: Properties;
    };
    expect(lost.id).toMatch(/^unresolved:/);
    sandbox.faults.clear();

    const third = await providerOn("ApiToken", newProcess());
    await third.diff(lost.id, lost.properties, await checkedBy(third, inputs, wish("2")));
    await third.delete(lost.id, lost.properties);
    const made = await third.create(await checkedBy(third, {}, wish("2")));
    await third.delete(old.id, old.outs as Properties);

    const named = sandbox.tenant.tokens.filter(({ name }) => name === "ci");
    expect(named.map(({ tokenKey }) => tokenKey)).toEqual([made.id]);
    expect(sandbox.calls.count("deleteApiToken")).toBe(1);
  });
});

describe("A secret that only the state holds", () => {
  test("is shown by no message of a process that didn't issue it", async () => {
    const { sandbox, newProcess } = await setStage();
    const provider = await providerOn("ApiToken", newProcess());
    const secret = "OnlyTheStateKnowsThis0123456789";
    sandbox.faults.add({
      ...{ operation: "updateApiTokenPermissions", kind: "reply", status: 400 },
      body: JSON.stringify({ error: `invalid token t1:${secret}` }),
    });
    const olds = { name: "ci", permissions: [], tokenKey: "t1", tokenSecret: secret, ...TEXT };
    const failure = await failureOf(
      provider.update("t1", olds, { ...olds, permissions: ["build_applications"] }),
    );

    expect(String(failure)).toContain("invalid token t1:[secret]");
  });
});

describe("A caller that lost its permissions", () => {
  test("and is shown no token but itself proves nothing gone", async () => {
    const { sandbox, newProcess } = await setStage();
    const wish = { name: "ci", permissions: ["Builds"], ...TEXT };
    const first = await providerOn("ApiToken", newProcess());
    const made = await first.create(await checkedBy(first, {}, wish));
    const own = sandbox.credentials.tokenKey;
    const weak = newProcess({
      through: (api) => ({
        ...around(api, "getApiTokens", {}),
        getApiTokens: async (request) => {
          const { api_tokens } = await api.getApiTokens(request);
          const shown = api_tokens.filter(({ token_key }) => token_key === own);
          return { api_tokens: shown.map((token) => ({ ...token, permissions: [] })) };
        },
      }),
    });
    const second = await providerOn("ApiToken", weak);

    expect(String(await failureOf(second.read(made.id, made.outs as Properties)))).toContain(
      "which lacks Users & API Management and may be shown no other",
    );
  });
});
