import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated, Refused } from "../../provider/resources/lifecycle";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test } from "../support/tenant";

const LEFT = "ci [pu-0123456789]";
const HOUR_MS = 3_600_000;

describe.each(KINDS)(
  "An $type that an interrupted run left",
  ({ type, create, remove, wish, add, named, secret }) => {
    const resource = resourceOf(type);
    const ci = { ...wish, name: LEFT };
    const time = { now: 0 };
    test.override({ sandboxOptions: { clock: () => time.now } });
    test.beforeEach(() => {
      time.now = Date.parse("2020-01-01T00:00:00Z"); // far from this machine's clock, which must not count
    });

    test("is removed once the new one is there, and a person is told", async ({ tenant, sandbox, told }) => {
      add(sandbox, LEFT);
      add(sandbox, LEFT);
      const left = named(sandbox, LEFT);
      time.now += 23 * HOUR_MS;
      const issued = await resource.create(tenant, ci);
      const order = sandbox.calls.operations();

      expect(named(sandbox, LEFT)).toEqual([issued.id]);
      expect(order.lastIndexOf(create)).toBeLessThan(order.indexOf(remove));
      expect(told).toEqual(left.map((id) => expect.stringContaining(id) as string));
    });

    test("stays where there is no new one", async ({ tenant, sandbox }) => {
      add(sandbox, LEFT);
      const left = named(sandbox, LEFT);
      sandbox.failNext(create, { kind: "reply", status: 403, body: '{"error":"No"}' });
      await failureOf(resource.create(tenant, ci));

      expect(named(sandbox, LEFT)).toEqual(left);
    });

    test("goes first where the tenant is full", async ({ api, connection, clock, sandbox }) => {
      add(sandbox, LEFT);
      const full = { apiTokens: sandbox.tenant.tokens.length, automationKeys: sandbox.tenant.keys.length };
      const tenant = openTenant(api, { ...connection, limits: full }, { clock, tell: () => undefined });
      const issued = await resource.create(tenant, ci);
      const order = sandbox.calls.operations();

      expect(named(sandbox, LEFT)).toEqual([issued.id]);
      expect(order.indexOf(remove)).toBeLessThan(order.indexOf(create));
    });

    test("doesn't cost the new one its secret where it can't be removed", async ({ tenant, sandbox }) => {
      add(sandbox, LEFT);
      const [left] = named(sandbox, LEFT);
      sandbox.failNext(remove, { kind: "reply", status: 403, body: '{"error":"No"}' });
      const failure = await failureOf(resource.create(tenant, ci));

      expect(failure).toBeInstanceOf(PartlyCreated);
      expect(String(failure)).toContain(left);
      expect(sandbox.issuedSecrets).toContain((failure as PartlyCreated).created.state[secret]);
    });

    test("doesn't stay in the state where it went before another one couldn't", async ({
      tenant,
      sandbox,
    }) => {
      for (let count = 0; count < 2; count += 1) add(sandbox, LEFT);
      const [, second = ""] = named(sandbox, LEFT);
      sandbox.failNext(remove, { kind: "reply", status: 403, body: '{"error":"No"}', skip: 1 });
      const failure = await failureOf(resource.create(tenant, ci));

      expect((failure as PartlyCreated).created.state["duplicateIds"]).toEqual([second]);
    });

    test("more than a day ago is refused instead, with the setting that lets it go", async ({
      tenant,
      sandbox,
    }) => {
      add(sandbox, LEFT);
      const [left = ""] = named(sandbox, LEFT);
      time.now += 25 * HOUR_MS;
      const failure = await failureOf(resource.create(tenant, ci));

      expect(failure).toBeInstanceOf(Refused);
      expect(String(failure)).toContain(left);
      expect(String(failure)).toContain('apptego:reclaim (or APPTEGO_RECLAIM) to "always"');
      expect(String(failure)).toContain("run pulumi up --refresh");
      expect(sandbox.calls.writes()).toEqual([]);
    });

    test.for([
      ["always", 1_000, 1],
      ["never", 0, 2],
    ] as const)(
      "is removed by the setting: %s",
      async ([reclaim, hours, left], { api, connection, clock, sandbox }) => {
        add(sandbox, LEFT);
        time.now += hours * HOUR_MS;
        const tenant = openTenant(api, { ...connection, reclaim }, { clock, tell: () => undefined });
        const failure = await failureOf(resource.create(tenant, ci));

        expect(failure === undefined).toBe(left === 1);
        expect(sandbox.calls.count(remove)).toBe(2 - left);
      },
    );

    test("stays where a resource may hold it that the engine hasn't come to", async ({ tenant, sandbox }) => {
      add(sandbox, LEFT);
      const [left = ""] = named(sandbox, LEFT);
      tenant.rollCall.expect(type, 2);
      tenant.rollCall.answer(type, LEFT);
      const waits: number[] = [];
      const wait = async (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
      const failure = await failureOf(resource.create({ ...tenant, wait }, ci));

      expect(failure).toBeInstanceOf(Refused);
      expect(waits).toContain(10_000);
      expect(String(failure)).toContain(left);
      expect(String(failure)).toContain('apptego:reclaim (or APPTEGO_RECLAIM) to "always" for one run');
      expect(sandbox.calls.writes()).toEqual([]);

      await resource.create({ ...tenant, reclaim: "always" }, ci);
      expect(named(sandbox, LEFT)).not.toContain(left);
    });

    test("isn't looked for among states where no credential has the name", async ({ tenant, sandbox }) => {
      tenant.rollCall.expect(type, 2);
      const issued = await resource.create(tenant, ci);

      expect(named(sandbox, LEFT)).toEqual([issued.id]);
    });

    test("stays where the program lets it live", async ({ tenant, sandbox }) => {
      add(sandbox, LEFT);
      const [live = ""] = named(sandbox, LEFT);
      const sparing = { ...tenant, reclaim: "never" as const, mayLive: true };
      const said = String(await failureOf(resource.create(sparing, ci)));

      expect(said).toContain(`holds one of that name already (${live})`);
      expect(said).toContain("The program retains the old one (retainOnDelete), so it may be in use.");
      expect(sandbox.calls.writes()).toEqual([]);
    });

    test("isn't what a renamed resource of the stack holds: a second one of its name is refused", async ({
      tenant,
      sandbox,
    }) => {
      add(sandbox, LEFT);
      const [held = ""] = named(sandbox, LEFT);
      tenant.held.add(`${type} ${held}`);
      tenant.moved.add(`${type} ${LEFT}`);
      const said = String(await failureOf(resource.create({ ...tenant, reclaim: "always" }, ci)));

      expect(said).toContain(`another resource of this stack`);
      expect(said).toContain(`(${held}). Give this one a \`name\` of its own.`);
      expect(sandbox.calls.writes()).toEqual([]);
    });

    test("is no leftover where another resource's state holds it", async ({ tenant, sandbox }) => {
      add(sandbox, LEFT);
      const [held = ""] = named(sandbox, LEFT);
      tenant.held.add(`${type} ${held}`);
      const issued = await resource.create(tenant, ci);

      expect(named(sandbox, LEFT)).toEqual([held, issued.id]);
      expect(sandbox.calls.count(remove)).toBe(0);
    });

    test("under a given name is named, and stays, also beside the one that is held", async ({
      tenant,
      sandbox,
    }) => {
      add(sandbox, "ci");
      add(sandbox, "ci");
      const [held = "", left = ""] = named(sandbox, "ci");
      tenant.held.add(`${type} ${held}`);
      const failure = await failureOf(resource.create(tenant, { ...wish, name: "ci" }));

      expect(String(failure)).toContain(`another of that name (${left})`);
      expect(String(failure)).toContain("Delete it in the portal");
      expect(sandbox.calls.writes()).toEqual([]);
    });

    test("isn't taken from a like name or another stack's tag", async ({ tenant, sandbox }) => {
      const others = ["ci", "ci [pu-0123456780]", "ci [pu-012345678]", `${LEFT} `, `my ${LEFT}`];
      for (const name of others) add(sandbox, name);
      await resource.create(tenant, ci);

      expect(sandbox.calls.count(remove)).toBe(0);
      for (const name of others) expect(named(sandbox, name)).toHaveLength(1);
    });
  },
);

describe("Where AppTego doesn't tell when it was made, a leftover", () => {
  test.override({ sandboxOptions: { rules: { creationTimes: false } } });

  test.for([[], ["update_certificates"]])(
    "is never one, as it may be in use: %j",
    async (permissions, { tenant, sandbox }) => {
      sandbox.portal.addToken({ name: LEFT, permissions });
      sandbox.portal.addKey({ name: LEFT });
      const token = { name: LEFT, permissions: ["build_applications"] };

      expect(await failureOf(resourceOf("ApiToken").create(tenant, token))).toBeInstanceOf(Refused);
      expect(
        await failureOf(resourceOf("AutomationKey").create(tenant, { name: LEFT, enabled: true })),
      ).toBeInstanceOf(Refused);
      expect(sandbox.calls.writes()).toEqual([]);
    },
  );
});
