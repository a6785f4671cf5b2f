import fc from "fast-check";
import { describe, expect } from "vitest";
import { connect } from "../../provider/api/client";
import type { Api } from "../../provider/api/contract";
import { DEFAULT_RAILS } from "../../provider/api/rail-settings";
import { openTenant } from "../../provider/resources/tenant";
import { startSandbox } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { ADMINISTRATION, activeAdministrators, grant, member, remove, revoke, test } from "../support/rails";
import { connectionOf } from "../support/tenant";

const OWNER = "owner@acme.test";

/** Waits that never end; what was asked for, and whether nobody waits any more. */
function clock() {
  const waits: { readonly ms: number; readonly isLeft: () => boolean | undefined }[] = [];
  const wait = async (ms: number, signal?: AbortSignal) =>
    new Promise<void>(() => waits.push({ ms, isLeft: () => signal?.aborted }));
  return { waits, wait };
}

/** Until this many lists were asked for and answered. */
async function lists(api: Api, count: number): Promise<Api & { readonly seen: Promise<void> }> {
  let left = count;
  let done = () => {};
  const seen = new Promise<void>((resolve) => (done = resolve));
  const getUsers: Api["getUsers"] = async (request) => {
    const reply = await api.getUsers(request);
    left -= 1;
    if (left === 0) setImmediate(done);
    return reply;
  };
  return Promise.resolve({ ...api, getUsers, seen });
}

describe("The only administrator", () => {
  test("waits for the successor whom the program has announced, and goes then", async ({
    open,
    api,
    sandbox,
  }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const { waits, wait } = clock();
    const watched = await lists(api, 1);
    const tenant = open({}, { wait, api: watched });
    tenant.administration.declare(OWNER, true);

    const going = revoke(tenant, member(sandbox, "alice"));
    await watched.seen;
    expect(waits.map(({ ms }) => ms)).toEqual([30_000]);
    expect(sandbox.calls.writes()).toEqual([]);
    await grant(tenant, member(sandbox, "owner"));
    await going;

    expect(activeAdministrators(sandbox)).toEqual([OWNER]);
    expect(waits.map(({ isLeft }) => isLeft())).toEqual([true]);
  });

  test("waits a moment for a successor whom the program announces later", async ({ open, api, sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const { waits, wait } = clock();
    const watched = await lists(api, 1);
    const tenant = open({}, { wait, api: watched });

    const going = revoke(tenant, member(sandbox, "alice"));
    await watched.seen;
    expect(waits.map(({ ms }) => ms)).toEqual([1_000]);
    tenant.administration.declare(OWNER, true);
    await grant(tenant, member(sandbox, "owner"));
    await going;

    expect(activeAdministrators(sandbox)).toEqual([OWNER]);
  });

  test("stays when the announced grant fails, without waiting for the whole time", async ({
    open,
    api,
    sandbox,
  }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const watched = await lists(api, 1);
    const { waits, wait } = clock();
    const tenant = open({}, { wait, api: watched });
    tenant.administration.declare(OWNER, true);
    sandbox.failNext("updateUserPermissions", { kind: "reply", status: 400, body: '{"error":"No"}' });

    const going = failureOf(revoke(tenant, member(sandbox, "alice")));
    await watched.seen;
    expect(String(await failureOf(grant(tenant, member(sandbox, "owner"))))).toContain("No");

    expect(String(await going)).toContain("nobody else who is active holds 'Users & API Management'");
    expect(waits.map(({ ms }) => ms)).toEqual([30_000]);
    expect(activeAdministrators(sandbox)).toEqual(["alice@acme.test"]);
  });

  test("stays when the time is up, and says whose grant didn't come", async ({ open, sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const tenant = open();
    tenant.administration.declare(OWNER, true);

    expect(String(await failureOf(revoke(tenant, member(sandbox, "alice"))))).toContain(
      "This program gives it to owner@acme.test too, but that isn't done: declare that first",
    );
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("doesn't wait again where another one has waited in vain", async ({ open, sandbox }) => {
    const waits: number[] = [];
    const wait = async (ms: number) => Promise.resolve(void waits.push(ms));
    const tenant = open({ minAdministrators: 2 }, { wait });
    tenant.administration.declare(OWNER, true);
    for (const name of ["alice", "bob", "alice"])
      expect(String(await failureOf(revoke(tenant, member(sandbox, name))))).toContain("run with a higher");

    expect(waits).toEqual([30_000]);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("stays at once where nobody is there who could follow", async ({ open, sandbox }) => {
    sandbox.portal.removeUser({ email: "bob@acme.test" });
    const { waits, wait } = clock();
    const tenant = open({}, { wait });
    tenant.administration.declare(OWNER, false);
    await failureOf(revoke(tenant, member(sandbox, "alice")));

    expect(waits).toEqual([]);
  });
});

describe("Administrators who lose administration at once", () => {
  const Case = fc.record({
    count: fc.integer({ min: 2, max: 4 }),
    minAdministrators: fc.integer({ min: 1, max: 3 }),
    ways: fc.array(fc.constantFrom(remove, revoke), { minLength: 4, maxLength: 4 }),
    grants: fc.boolean(),
  });

  test("never become fewer than the rails say, in whatever order the calls go", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        Case,
        async (scheduler, { count, minAdministrators, ways, grants }) => {
          const names = Array.from({ length: count }, (_, place) => `admin${place}`);
          await using sandbox = await startSandbox({
            seed: {
              users: [
                { email: OWNER, owner: true },
                ...names.map((name) => ({ email: `${name}@acme.test`, permissions: [ADMINISTRATION] })),
              ],
            },
            rules: { guardsAdministration: false },
          });
          const connection = connectionOf(sandbox);
          const api = connect(connection, { pace: () => 0 });
          const fewest: number[] = [];
          const counted = <Request, Reply>(call: (request: Request) => Promise<Reply>) =>
            scheduler.scheduleFunction(async (request: Request) => {
              const reply = await call(request);
              fewest.push(activeAdministrators(sandbox).length);
              return reply;
            });
          const tenant = openTenant(
            {
              ...api,
              getUsers: scheduler.scheduleFunction(api.getUsers),
              updateUserPermissions: counted(api.updateUserPermissions),
              removeUser: counted(api.removeUser),
            },
            { ...connection, rails: { ...DEFAULT_RAILS, minAdministrators } },
            { wait: async () => Promise.resolve(), warn: () => undefined },
          );
          const losses = names.map(async (name, place) =>
            (ways[place] ?? remove)(tenant, member(sandbox, name)),
          );
          const works = grants ? [...losses, grant(tenant, member(sandbox, "owner"))] : losses;
          const done = await scheduler.waitFor(Promise.allSettled(works));

          const start = Math.min(count, minAdministrators);
          expect(Math.min(start, ...fewest)).toBe(start);
          const gone = done.slice(0, count).filter(({ status }) => status === "fulfilled").length;
          expect(gone).toBeGreaterThanOrEqual(Math.max(0, count - minAdministrators));
          expect(gone).toBeLessThanOrEqual(Math.max(0, count - minAdministrators + (grants ? 1 : 0)));
        },
      ),
      { numRuns: 40 },
    );
  });
});
