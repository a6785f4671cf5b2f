import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated } from "../../provider/resources/lifecycle";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test as base } from "../support/tenant";

const TAGGED = "ci [pu-0123456789]";

/** The tenant as a later run of the provider knows it. */
const test = base.extend<{ next: Tenant }>({
  next: async ({ api, connection, clock }, use) => {
    await use(openTenant(api, connection, { clock, wait: () => Promise.resolve(), tell: () => undefined }));
  },
});

describe.each(KINDS)("A duplicate of an $type", ({ type, create, remove, lists, wish, add, named }) => {
  const resource = resourceOf(type);
  const ci = { ...wish, name: TAGGED };

  test("that was done late is told by the next read, which costs no more, and removed by the update", async ({
    tenant,
    next,
    sandbox,
  }) => {
    sandbox.failNext(create, { kind: "late", reply: "reset" });
    const { id, state } = await resource.create(tenant, ci);
    sandbox.releaseLate();
    const [duplicate = ""] = named(sandbox, TAGGED).filter((other) => other !== id);
    sandbox.calls.clear();
    const seen = await resource.read(next, id, state);

    expect(seen).toEqual({ ...state, duplicateIds: [duplicate] });
    expect(sandbox.calls.operations()).toEqual([lists]);
    const healed = await resource.update(next, id, seen ?? {}, ci);
    const { duplicateIds: mayCome, ...settled } = state;
    expect(mayCome).toEqual([]);
    expect(healed).toEqual(settled);
    expect(named(sandbox, TAGGED)).toEqual([id]);
    expect(await resource.read(next, id, healed)).toEqual(settled);
  });

  test("stays at an update of a run that hasn't refreshed: other states may hold it", async ({
    api,
    connection,
    tenant,
    next,
    sandbox,
  }) => {
    const told: string[] = [];
    const third = openTenant(api, connection, { tell: (message) => told.push(message) });
    const { id, state } = await resource.create(tenant, ci);
    add(sandbox, TAGGED);
    const seen = (await resource.read(next, id, state)) ?? {};

    expect(await resource.update(third, id, seen, ci)).toEqual(seen);
    expect(told).toEqual([expect.stringContaining("run pulumi up --refresh")]);
    expect(named(sandbox, TAGGED)).toHaveLength(2);
  });

  test("under a given name is told by the next read, and stays", async ({
    api,
    connection,
    tenant,
    sandbox,
  }) => {
    const told: string[] = [];
    const next = openTenant(api, connection, { tell: (message) => told.push(message) });
    sandbox.failNext(create, { kind: "late", reply: "reset" });
    const { id, state } = await resource.create(tenant, { ...wish, name: "ci" });
    sandbox.releaseLate();
    const [duplicate = ""] = named(sandbox, "ci").filter((other) => other !== id);
    const { duplicateIds: _mayCome, ...settled } = state;

    expect(await resource.read(next, id, state)).toEqual(settled);
    expect(told).toEqual([expect.stringContaining(`another of that name (${duplicate})`)]);
    expect(named(sandbox, "ci")).toHaveLength(2);
  });

  test("that came since the create goes with the resource, though no run has read it", async ({
    tenant,
    next,
    sandbox,
  }) => {
    sandbox.failNext(create, { kind: "late", reply: "reset" });
    const { id, state } = await resource.create(tenant, ci);
    sandbox.releaseLate();
    expect(named(sandbox, TAGGED)).toHaveLength(2);
    await resource.delete(next, id, state);

    expect(named(sandbox, TAGGED)).toEqual([]);
  });

  test("that came since the create goes though a killed run deleted the resource's own already", async ({
    tenant,
    next,
    sandbox,
  }) => {
    sandbox.failNext(create, { kind: "late", reply: "reset" });
    const { id, state } = await resource.create(tenant, ci);
    if (type === "ApiToken") sandbox.portal.deleteToken({ token: id });
    else sandbox.portal.deleteKey({ key: id });
    sandbox.releaseLate();
    await resource.delete(next, id, state);

    expect(named(sandbox, TAGGED)).toEqual([]);
  });

  test("may come as long as a server may be late, and no longer", async ({
    api,
    connection,
    tenant,
    sandbox,
  }) => {
    sandbox.failNext(create, { kind: "late", reply: "reset" });
    const { id, state } = await resource.create(tenant, ci);
    const after = async (seconds: number) => {
      const now = () => new Date(Date.parse(String(state["createdAt"])) + seconds * 1_000);
      return resource.read(openTenant(api, connection, { now }), id, state);
    };

    expect(await after(90)).toEqual({ ...state, duplicateIds: [] });
    expect(await after(91)).not.toHaveProperty("duplicateIds");
    expect(await resource.update(tenant, id, state, ci)).toEqual(state);
  });

  test("goes with the resource", async ({ tenant, next, sandbox }) => {
    const { id, state } = await resource.create(tenant, ci);
    add(sandbox, TAGGED);
    const seen = (await resource.read(next, id, state)) ?? {};
    await resource.delete(next, id, seen);

    expect(named(sandbox, TAGGED)).toEqual([]);
  });

  test("stays in the state, with the reason, while it can't be removed", async ({
    tenant,
    next,
    sandbox,
  }) => {
    const { id, state } = await resource.create(tenant, ci);
    add(sandbox, TAGGED);
    const seen = (await resource.read(next, id, state)) ?? {};
    sandbox.failNext(remove, { kind: "reply", status: 403, body: '{"error":"No"}', count: 2 });
    const failure = await failureOf(resource.update(next, id, seen, ci));

    expect(failure).toBeInstanceOf(PartlyCreated);
    expect((failure as PartlyCreated).created.state).toEqual(seen);
    expect(String(await failureOf(resource.delete(next, id, seen)))).toContain("still there");
    expect(named(sandbox, TAGGED)).toContain(id);
  });

  test("isn't what another state holds, as told before or after the read", async ({
    tenant,
    next,
    sandbox,
  }) => {
    const { id, state } = await resource.create(tenant, ci);
    add(sandbox, TAGGED);
    const [other = ""] = named(sandbox, TAGGED).filter((one) => one !== id);
    const early = (await resource.read(next, id, state)) ?? {};
    next.held.add(`${type} ${other}`);

    expect(await resource.read(next, id, early)).not.toHaveProperty("duplicateIds");
    await resource.update(next, id, early, ci);
    expect(named(sandbox, TAGGED)).toHaveLength(2);
    expect(sandbox.calls.count(remove)).toBe(0);
  });

  test("isn't another of a given name, a like name or another tag", async ({ tenant, next, sandbox }) => {
    const given = await resource.create(tenant, { ...wish, name: "ci" });
    const { id, state } = await resource.create(tenant, ci);
    for (const name of ["ci", "ci [pu-0123456780]", `my ${TAGGED}`]) add(sandbox, name);

    expect(await resource.read(next, given.id, given.state)).not.toHaveProperty("duplicateIds");
    expect(await resource.read(next, id, state)).not.toHaveProperty("duplicateIds");
  });

  test("isn't one that the list shows twice", async ({ tenant, next, sandbox }) => {
    const { id, state } = await resource.create(tenant, ci);
    sandbox.failNext(lists, { kind: "doubled", count: 9 });

    expect(await resource.read(next, id, state)).toEqual(state);
  });
});

describe("A duplicate that was made more than a day apart", () => {
  const time = { now: Date.now() };
  base.override({ sandboxOptions: { clock: () => time.now } });

  base("is somebody else's", async ({ tenant, sandbox }) => {
    const key = resourceOf("AutomationKey");
    sandbox.portal.addKey({ name: TAGGED });
    tenant.managed.add(`AutomationKey ${TAGGED}`);
    time.now += 25 * 3_600_000;
    const { id, state } = await key.create(tenant, { name: TAGGED, enabled: true });

    expect(await key.read(tenant, id, state)).not.toHaveProperty("duplicateIds");
  });
});

describe("A duplicate that the state knows", () => {
  const token = resourceOf("ApiToken");
  const test = base.extend<{ known: { id: string; state: Record<string, unknown>; duplicateIds: string[] } }>(
    {
      known: async ({ tenant, sandbox }, use) => {
        const { id, state } = await token.create(tenant, { name: TAGGED, permissions: [] });
        sandbox.portal.addToken({ name: TAGGED });
        await tenant.tokens.fresh();
        const duplicateIds = sandbox.tenant.tokens.slice(-1).map(({ tokenKey }) => tokenKey);
        await use({ id, state: { ...state, duplicateIds }, duplicateIds });
      },
    },
  );

  test("goes though a person renamed the token beside it", async ({ tenant, sandbox, known }) => {
    const { id, state, duplicateIds } = known;
    sandbox.portal.renameToken({ token: id, name: "mine" });
    await tenant.tokens.fresh();
    const read = await token.read({ ...tenant }, id, state);
    expect(read).toMatchObject({ name: "mine", duplicateIds });
    const again = await token.read({ ...tenant }, id, read ?? {});
    expect(again).toMatchObject({ name: "mine", duplicateIds });
    await token.delete({ ...tenant }, id, again ?? {});

    expect(sandbox.tenant.tokens.map((left) => left.name)).toEqual(["sandbox"]);
  });

  test("stays where none is to be deleted, and isn't shown any more", async ({ tenant, sandbox, known }) => {
    const sparing: Tenant = { ...tenant, reclaim: "never" };
    expect(await token.read(sparing, known.id, known.state)).not.toHaveProperty("duplicateIds");
    await token.delete(sparing, known.id, known.state);

    expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toEqual(
      expect.arrayContaining(known.duplicateIds),
    );
  });
});
