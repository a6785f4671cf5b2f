import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { sameEmail } from "../../provider/resources/invitations";
import { type PartlyCreated, Refused } from "../../provider/resources/lifecycle";
import { heldId } from "../../provider/resources/reclaim";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { test } from "../support/tenant";

const user = resourceOf("User");
const ALICE = { email: "alice@acme.test", permissions: ["build_applications"] };
const HOUR_MS = 3_600_000;

describe("An invitation whose reply was lost", () => {
  const time = { now: 0 };
  test.override({ sandboxOptions: { clock: () => time.now } });
  test.beforeEach(() => {
    time.now = Date.parse("2020-01-01T00:00:00Z");
  });

  test.for([
    ["goes, and that is told", 0, [], true],
    ["is somebody's when it holds what was wished", 0, ["build_applications"], false],
    ["is somebody's when it holds something else", 0, ["update_certificates"], false],
    ["is somebody's when it came later", 24, [], false],
  ] as const)("%s", async ([, hours, permissions, goes], { tenant, api, sandbox, told }) => {
    sandbox.failNext("addUser", { kind: "reset", count: 3 });
    const failure = await failureOf(user.create(tenant, ALICE));
    const { id, state } = (failure as { created: { id: string; state: Record<string, unknown> } }).created;
    time.now += hours * HOUR_MS;
    const { user_id } = await api.addUser({ email: ALICE.email });
    if (permissions.length > 0) await api.updateUserPermissions({ user_id, permissions: [...permissions] });
    await user.delete(tenant, id, state);

    expect(sandbox.calls.count("removeUser")).toBe(goes ? 1 : 0);
    expect(told.filter((message) => message.includes("was removed"))).toEqual(
      goes ? [expect.stringContaining(user_id)] : [],
    );
    expect(told.some((message) => message.includes("looking again in 90 s"))).toBe(hours === 0);
  });

  test("goes also when it comes late, after the first look of a destroy", async ({
    sandbox,
    api,
    connection,
    clock,
  }) => {
    const late = async (milliseconds: number) => {
      if (milliseconds > 60_000) await api.addUser({ email: ALICE.email });
    };
    const tenant = openTenant(api, connection, { wait: late, clock, tell: () => undefined });
    sandbox.failNext("addUser", { kind: "reset", count: 3 });
    const { created } = (await failureOf(user.create(tenant, ALICE))) as PartlyCreated;
    await user.delete(tenant, created.id, created.state);

    expect(sandbox.tenant.users.filter(({ email }) => email === ALICE.email)).toEqual([]);
  });
});

describe.each([
  ["User", "addUser", ALICE],
  ["SamlGroupMapping", "createSamlGroupMapping", { groupName: "devs", permissions: ["build_applications"] }],
] as const)("%s whose reply was lost and which is made late", (type, operation, wish) => {
  test.for([3, 45, 85])(
    "after %i s is found, and not asked for again",
    async (seconds, { sandbox, api, connection, clock }) => {
      let waited = 0;
      const wait = async (milliseconds: number) => {
        waited += milliseconds / 1_000;
        if (waited >= seconds) sandbox.releaseLate();
        return Promise.resolve();
      };
      const tenant = openTenant(api, connection, { wait, clock, tell: () => undefined });
      sandbox.failNext(operation, { kind: "late", reply: "reset" });
      const { id } = await resourceOf(type).create(tenant, wish);

      expect(sandbox.calls.count(operation)).toBe(1);
      const { users, mappings } = sandbox.tenant;
      expect([...users.map(({ userId }) => userId), ...mappings.map(({ mappingId }) => mappingId)]).toContain(
        id,
      );
      expect(sandbox.invitations).toHaveLength(type === "User" ? 1 : 0);
    },
  );
});

describe("Somebody whom a person invites", () => {
  test("while a lost invitation is looked for stays that person's", async ({
    sandbox,
    api,
    connection,
    clock,
  }) => {
    let waits = 0;
    const wait = async () => {
      waits += 1;
      if (waits === 3)
        sandbox.portal.addUser({
          email: ALICE.email,
          permissions: ["update_certificates"],
          status: "invited",
        });
      return Promise.resolve();
    };
    const tenant = openTenant(api, connection, { wait, clock, tell: () => undefined });
    sandbox.failNext("addUser", { kind: "reset" });

    expect((await user.create(tenant, ALICE)).state).toMatchObject({ adopted: true });
  });
});

describe("An invitation of which AppTego tells no time", () => {
  const time = { now: 0 };
  test.override({ sandboxOptions: { clock: () => time.now, rules: { creationTimes: false } } });
  test.beforeEach(() => {
    time.now = Date.parse("2020-01-01T00:00:00Z");
  });

  test("goes also when it comes late", async ({ sandbox, api, connection, clock }) => {
    const wait = async (milliseconds: number) => {
      time.now += milliseconds;
      if (milliseconds > 60_000) await api.addUser({ email: ALICE.email });
    };
    const tenant = openTenant(api, connection, { wait, clock, tell: () => undefined });
    sandbox.failNext("addUser", { kind: "reset", count: 3 });
    const { created } = (await failureOf(user.create(tenant, ALICE))) as PartlyCreated;
    await user.delete(tenant, created.id, created.state);

    expect(sandbox.tenant.users.filter(({ email }) => email === ALICE.email)).toEqual([]);
  });

  test("is left to a person to tell once the attempt is long over", async ({ tenant, api, sandbox }) => {
    sandbox.failNext("addUser", { kind: "reset", count: 3 });
    const { created } = (await failureOf(user.create(tenant, ALICE))) as PartlyCreated;
    time.now += HOUR_MS;
    const { user_id } = await api.addUser({ email: ALICE.email });

    const refusal = await failureOf(user.delete(tenant, created.id, created.state));
    expect(refusal).toBeInstanceOf(Refused);
    expect(String(refusal)).toContain(user_id);
    tenant.retried.add(heldId("User", created.id)); // an up, which invites the person again
    await user.delete(tenant, created.id, created.state);
    expect(sandbox.calls.count("removeUser")).toBe(1);
  });
});

describe("Two addresses", () => {
  test("are one person's whatever their letter case", () => {
    expect([sameEmail("A@b.cd", "a@B.cd"), sameEmail("a@b.cd", "a@b.ce")]).toEqual([true, false]);
  });
});

describe("An invitation that may be a person's, by two clocks of AppTego", () => {
  const START = Date.parse("2020-01-01T00:00:00Z");
  const time = { now: START };
  test.override({ sandboxOptions: { clock: () => time.now } });
  test.beforeEach(() => {
    time.now = START;
  });

  test.for([
    ["is a person's", "after the list that lacked it", 60_000, true],
    ["is the call's, whatever AppTego says,", "before the list that lacked it", 0, false],
  ] as const)(
    "%s where AppTego says that it came %s",
    async ([, , after, adopted], { api, connection, clock, sandbox }) => {
      const now = () => new Date(time.now);
      const tenant = openTenant(api, connection, { wait: () => Promise.resolve(), clock, now });
      await tenant.users.baseline();
      time.now += after;
      sandbox.portal.addUser({ email: ALICE.email, status: "invited" });
      time.now += 600_000;
      await tenant.tokens.fresh(); // tells the time
      const told = {
        kind: "withField",
        field: "creation_time",
        value: START / 1_000 + (adopted ? 60 : -60),
      } as const;
      sandbox.failNext("getUsers", { ...told, rate: 1 });
      sandbox.failNext("addUser", { kind: "reset" });
      const { id, state } = await user.create(tenant, ALICE);
      await user.delete(tenant, id, state);

      expect(state["adopted"]).toBe(adopted);
      expect(sandbox.tenant.users.some(({ email }) => email === ALICE.email)).toBe(adopted);
    },
  );

  test.for([-600, 600])(
    "stops a destroy, by %i seconds",
    async (apart, { tenant, sandbox, api, connection, clock }) => {
      await tenant.users.baseline();
      sandbox.failNext("addUser", { kind: "reset", when: "after", count: 1 });
      sandbox.failNext("getUsers", { kind: "reply", status: 403, body: '{"error":"No"}', count: 1 });
      const { id, state } = ((await failureOf(user.create(tenant, ALICE))) as PartlyCreated).created;
      const other = {
        kind: "withField",
        field: "creation_time",
        value: START / 1_000 + apart,
        rate: 1,
      } as const;
      sandbox.failNext("getUsers", other);
      const open = () => openTenant(api, connection, { wait: tenant.wait, clock, tell: () => undefined });
      const destroyed = await failureOf(user.delete(open(), id, state));

      expect(destroyed).toBeInstanceOf(Refused);
      const retrying = open();
      retrying.retried.add(heldId("User", id));
      await user.delete(retrying, id, state);
      expect(sandbox.calls.count("removeUser")).toBe(0);
      expect((await user.create(retrying, ALICE)).state["adopted"]).toBe(true);
    },
  );
});
