import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated } from "../../provider/resources/lifecycle";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test } from "../support/tenant";

const START = Date.parse("2020-01-01T00:00:00Z");
const NAME = "ci [pu-0123456789]";

describe.each(KINDS)(
  "An $type in doubt that is made anew",
  ({ type, create, remove, lists, wish, add, named }) => {
    const resource = resourceOf(type);
    test.override({ sandboxOptions: { clock: () => START } });
    const ci = { ...wish, name: NAME };
    const until = new Date(START).toISOString();
    const marker = { ...ci, others: [], unresolved: true, lostCalls: 1, since: until, until };
    const REFUSAL = { kind: "reply", status: 403, body: '{"error":"No"}' } as const;

    test("remembers, where it is made anew, that one of its computed name may still come", async ({
      tenant,
      sandbox,
      clock,
      api,
      connection,
    }) => {
      await tenant.users.baseline(); // tells the server's time
      tenant.retried.add(`${type} unresolved:ci`);
      await resource.delete(tenant, "unresolved:ci", marker);
      const made = await resource.create(tenant, ci);
      expect(made.state["duplicateIds"]).toEqual([]);
      expect((await resource.create(tenant, { ...wish, name: "other" })).state).not.toHaveProperty(
        "duplicateIds",
      );
      const wait = async () => {
        add(sandbox, NAME);
        return Promise.resolve();
      };
      const next = openTenant(api, connection, { wait, clock });
      await next.users.baseline();
      await resource.delete(next, made.id, { ...made.state, createdAt: new Date(START).toISOString() });

      expect(named(sandbox, NAME)).toEqual([]);
    });

    test("doesn't once AppTego does nothing more of it", async ({ tenant }) => {
      await tenant.users.baseline();
      tenant.retried.add(`${type} unresolved:ci`);
      const until = new Date(START - 90_000).toISOString();
      await resource.delete(tenant, "unresolved:ci", { ...marker, until });

      expect((await resource.create(tenant, ci)).state).not.toHaveProperty("duplicateIds");
    });

    test.for([
      ["the call is refused", create],
      ["the list of what has the name is", lists],
    ] as const)(
      "stays in doubt in the state where %s",
      async ([, refused], { tenant, sandbox, api, connection, clock }) => {
        await tenant.users.baseline();
        tenant.retried.add(`${type} unresolved:ci`);
        await resource.delete(tenant, "unresolved:ci", marker);
        const next = { ...openTenant(api, connection, { clock }), mayComeLate: tenant.mayComeLate };
        sandbox.failNext(refused, { ...REFUSAL, count: 9 });
        const failure = await failureOf(resource.create(next, ci));
        sandbox.faults.clear();

        expect(failure).toBeInstanceOf(PartlyCreated);
        const { id, state } = (failure as PartlyCreated).created;
        expect(id).toMatch(/^unresolved:/);
        expect(state).toMatchObject({ unresolved: true, lostCalls: 1 });
        add(sandbox, NAME);
        await resource.delete(tenant, id, state);
        expect(named(sandbox, NAME)).toEqual([]);
      },
    );

    test("isn't any more once the time is over", async ({ tenant, sandbox }) => {
      await tenant.users.baseline();
      tenant.retried.add(`${type} unresolved:ci`);
      await resource.delete(tenant, "unresolved:ci", {
        ...marker,
        until: new Date(START - 91_000).toISOString(),
      });
      sandbox.failNext(create, REFUSAL);

      expect(await failureOf(resource.create(tenant, ci))).toMatchObject({ name: "PermissionError" });
    });

    test("may come late too where nobody knows when it was given up", async ({ tenant }) => {
      tenant.retried.add(`${type} unresolved:ci`);
      const { until: _unknown, ...undated } = marker;
      await resource.delete(tenant, "unresolved:ci", undated);

      expect((await resource.create(tenant, ci)).state["duplicateIds"]).toEqual([]);
    });

    test("remembers what a killed run left before, which goes with it if it is destroyed", async ({
      tenant,
      sandbox,
      api,
      clock,
      connection,
    }) => {
      add(sandbox, NAME);
      const [left] = named(sandbox, NAME);
      await tenant.users.baseline();
      sandbox.failNext(create, { kind: "reset" });
      sandbox.failNext(lists, { ...REFUSAL, skip: 1, count: 9 });
      const { id, state } = ((await failureOf(resource.create(tenant, ci))) as PartlyCreated).created;
      sandbox.faults.clear();
      expect(state).toMatchObject({ others: [left], leftovers: [left] });
      await resource.delete(openTenant(api, connection, { wait: tenant.wait, clock }), id, state);

      expect(named(sandbox, NAME)).toEqual([]);
    });

    test("leaves what else was there before", async ({ tenant, sandbox }) => {
      add(sandbox, NAME);
      const others = named(sandbox, NAME);
      await tenant.users.baseline();
      await resource.delete(tenant, "unresolved:ci", { ...marker, others });

      expect(named(sandbox, NAME)).toEqual(others);
    });

    test("finds what a killed run left also a day later", async ({ tenant, sandbox }) => {
      add(sandbox, NAME);
      const leftovers = named(sandbox, NAME);
      const later = new Date(START + 25 * 3_600_000);
      const next = { ...tenant, serverNow: () => later, time: () => later };
      await resource.delete(next, "unresolved:ci", { ...marker, others: leftovers, leftovers });

      expect(named(sandbox, NAME)).toEqual([]);
    });

    test("keeps in its state what a killed run left and can't be removed", async ({ tenant, sandbox }) => {
      add(sandbox, NAME);
      const left = named(sandbox, NAME);
      await tenant.users.baseline();
      sandbox.failNext(remove, REFUSAL);
      const failure = await failureOf(resource.create(tenant, ci));

      expect((failure as PartlyCreated).created.state["duplicateIds"]).toEqual(left);
      expect(String(failure)).toContain("still there");
    });
  },
);

describe.each(KINDS)(
  "An $type in doubt, under a given name, that is made anew",
  ({ type, create, wish, add, named }) => {
    const resource = resourceOf(type);
    const time = { now: START };
    test.override({ sandboxOptions: { clock: () => time.now } });
    test.beforeEach(() => {
      time.now = START;
    });
    const ci = { ...wish, name: "ci" };
    const marker = {
      ...{ ...ci, others: [], unresolved: true, lostCalls: 1 },
      since: new Date(START - 20_000).toISOString(),
      until: new Date(START - 10_000).toISOString(),
    };
    const clear = async (tenant: Tenant) => {
      await tenant.users.baseline(); // tells the server's time
      tenant.retried.add(`${type} unresolved:ci`);
      await resource.delete(tenant, "unresolved:ci", marker);
    };

    test("remembers when the first attempt began, so that what it made meanwhile is its own", async ({
      tenant,
      sandbox,
      api,
      connection,
      clock,
    }) => {
      await clear(tenant);
      time.now += 2_000;
      add(sandbox, "ci"); // late
      time.now += 8_000; // other creates have their turn
      await tenant.users.fresh();
      sandbox.failNext(create, { kind: "reset", count: 1 });
      sandbox.failNext(create, { kind: "reply", status: 403, body: '{"error":"No"}' });
      const failure = await failureOf(resource.create(tenant, ci));
      const { id, state } = (failure as PartlyCreated).created;

      expect(state["since"]).toBe(marker.since);
      await resource.delete(openTenant(api, connection, { wait: tenant.wait, clock }), id, state);
      expect(named(sandbox, "ci")).toEqual([]);
    });

    test("believes the reply only when a list shows it, as the first attempt's may still come", async ({
      tenant,
      sandbox,
    }) => {
      await clear(tenant);
      sandbox.failNext(create, { kind: "notApplied" });

      const { id } = await resource.create(tenant, ci);

      expect(named(sandbox, "ci")).toEqual([id]);
    });
  },
);
