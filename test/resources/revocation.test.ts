import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import type { PartlyCreated } from "../../provider/resources/lifecycle";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test } from "../support/tenant";

const START = Date.parse("2020-01-01T00:00:00Z");

describe.each(KINDS)(
  "Revoking an $type in doubt under a given name",
  ({ type, create, remove, wish, add, named }) => {
    const resource = resourceOf(type);
    test.override({ sandboxOptions: { clock: () => START } });
    const ci = { ...wish, name: "ci" };
    const marker = (lostCalls: number, name = "ci") => ({
      ...{ ...ci, name, others: [], unresolved: true, lostCalls },
      ...{ since: new Date(START).toISOString(), until: new Date(START).toISOString() },
    });

    test("deletes none of two where one call was lost, and says how to go on", async ({
      tenant,
      sandbox,
    }) => {
      for (let count = 0; count < 2; count += 1) add(sandbox, "ci");
      const both = named(sandbox, "ci");
      const failure = String(await failureOf(resource.delete(tenant, "unresolved:ci", marker(1))));

      for (const id of both) expect(failure).toContain(id);
      expect(failure).toMatch(
        /only 1 of them can be what a lost reply left.*pulumi state delete.*before you run again/,
      );
      expect(named(sandbox, "ci")).toEqual(both);
    });

    test("asks for nothing where all lost calls were accounted for", async ({ tenant, sandbox, told }) => {
      add(sandbox, "ci");
      const person = named(sandbox, "ci");
      await tenant.users.baseline(); // tells the server's time
      sandbox.calls.clear();
      await resource.delete(tenant, "unresolved:ci", marker(0));

      expect([named(sandbox, "ci"), sandbox.calls.all, told]).toEqual([person, [], []]);
    });

    test("deletes what the one lost call left, and looks no more", async ({ tenant, sandbox, told }) => {
      await tenant.users.baseline();
      add(sandbox, "ci");
      await resource.delete(tenant, "unresolved:ci", marker(1));

      expect(named(sandbox, "ci")).toEqual([]);
      expect(told).toEqual([expect.stringContaining("was deleted")]);
    });

    test("deletes what a call left that was answered, and which no list showed", async ({
      api,
      connection,
      tenant,
      sandbox,
    }) => {
      sandbox.failNext(create, { kind: "reset" });
      const list = type === "ApiToken" ? "getApiTokens" : "getAutomationKeys";
      sandbox.failNext(list, { kind: "reply", status: 403, body: '{"error":"No"}', skip: 3, count: 1 });
      const { created } = (await failureOf(resource.create(tenant, ci))) as PartlyCreated;
      expect([created.state["lostCalls"], named(sandbox, "ci").length]).toEqual([2, 1]);
      await resource.delete(
        openTenant(api, connection, { wait: async () => Promise.resolve() }),
        created.id,
        created.state,
      );

      expect(named(sandbox, "ci")).toEqual([]);
    });

    test("leaves what a person kept of those that a create named", async ({
      tenant,
      sandbox,
      api,
      connection,
    }) => {
      sandbox.failNext(create, { kind: "reset", when: "after" });
      const wait = async () => {
        if (named(sandbox, "ci").length === 1) add(sandbox, "ci");
        return Promise.resolve();
      };
      const { created } = (await failureOf(resource.create({ ...tenant, wait }, ci))) as PartlyCreated;
      const [stray, kept] = named(sandbox, "ci");
      expect(created.state).toMatchObject({ others: [], disputed: [stray, kept] });
      const told: string[] = [];
      const next = openTenant(api, connection, {
        wait: async () => Promise.resolve(),
        tell: (message) => void told.push(message),
      });
      await resource.delete(next, created.id, created.state);

      expect(named(sandbox, "ci")).toEqual([stray, kept]);
      expect(sandbox.calls.count(remove)).toBe(0);
      expect(told).toEqual([expect.stringMatching(new RegExp(`${stray}, ${kept}.*delete in the portal`))]);
      expect(String(await failureOf(resource.create(next, ci)))).toContain(stray);
    });

    test("tells of those that a create named only what is there", async ({ tenant, sandbox, told }) => {
      for (let count = 0; count < 2; count += 1) add(sandbox, "ci");
      const [kept = "", other = ""] = named(sandbox, "ci");
      await tenant.users.baseline();
      await resource.delete(tenant, "unresolved:ci", { ...marker(0), disputed: [kept, "gone"] });

      expect(told).toEqual([expect.stringContaining(`(${kept})`)]);
      expect(told.join()).not.toContain(other);
      told.length = 0;
      await resource.delete(tenant, "unresolved:ci", { ...marker(0), disputed: ["gone", "too"] });
      expect(told).toEqual([]);
    });

    test("fails where what a killed run left can't be removed", async ({ tenant, sandbox }) => {
      const NAME = "ci [pu-0123456789]";
      add(sandbox, NAME);
      const leftovers = named(sandbox, NAME);
      await tenant.users.baseline();
      const known = { ...marker(0, NAME), others: leftovers, leftovers };
      sandbox.failNext(remove, { kind: "reply", status: 403, body: '{"error":"No"}' });

      expect(String(await failureOf(resource.delete(tenant, "unresolved:ci", known)))).toContain(
        "still there",
      );
      expect(named(sandbox, NAME)).toEqual(leftovers);
    });

    test("doesn't count what it deleted again where a list shows it still", async ({ tenant, sandbox }) => {
      sandbox.failNext(create, { kind: "reset", when: "after", count: 2 });
      const shown: unknown[] = [];
      const kindList = type === "ApiToken" ? tenant.tokens : tenant.keys;
      const lagging = async () => {
        const listed = await (kindList.fresh as () => Promise<readonly unknown[]>)();
        shown.push(...listed.filter((entry) => (entry as { name: string }).name === "ci"));
        return [...listed, ...shown.filter((entry) => !listed.includes(entry))];
      };
      const list = { ...kindList, fresh: lagging };
      const slow = {
        ...tenant,
        ...(type === "ApiToken" ? { tokens: list } : { keys: list }),
      } as typeof tenant;
      const failure = await failureOf(resource.create(slow, ci));

      expect(failure).toBeUndefined();
      expect(sandbox.calls.count(remove)).toBe(2);
      expect(named(sandbox, "ci")).toHaveLength(1);
    });

    test("is counted, less what was found", async ({ tenant, sandbox }) => {
      sandbox.failNext(create, { kind: "reset", when: "after" });
      sandbox.failNext(create, { kind: "reset" });
      sandbox.failNext(create, { kind: "reset", when: "after" });
      const { created } = (await failureOf(resource.create(tenant, ci))) as PartlyCreated;

      expect(created.state["lostCalls"]).toBe(1); // the second one may still come
      expect(named(sandbox, "ci")).toEqual([]);
    });

    test("looks again for a computed name, whatever was accounted for", async ({ tenant, sandbox }) => {
      const name = "ci [pu-0123456789]";
      await tenant.users.baseline(); // tells the server's time
      const wait = async () => {
        add(sandbox, name);
        return Promise.resolve();
      };
      await resource.delete({ ...tenant, wait }, "unresolved:ci", marker(0, name));

      expect(sandbox.calls.count(remove)).toBe(1);
      expect(named(sandbox, name)).toEqual([]);
    });

    test("takes all of a computed name", async ({ tenant, sandbox }) => {
      const name = "ci [pu-0123456789]";
      for (let count = 0; count < 2; count += 1) add(sandbox, name);
      await resource.delete(tenant, "unresolved:ci", marker(1, name));

      expect(named(sandbox, name)).toEqual([]);
    });
  },
);
