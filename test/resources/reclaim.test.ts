import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { originOf, whenMade } from "../../provider/resources/reclaim";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test } from "../support/tenant";

const TENANT = { lateMs: 90_000 };
const TAGGED = "ci [pu-0123456789]";
const since = new Date("2030-01-01T10:00:00Z");
const at = (seconds: number) => since.getTime() / 1_000 + seconds;

describe("What came since an attempt", () => {
  test.for([
    ["made by it", at(0), since, "attempt", "attempt"],
    ["made by it, by a clock of whole seconds", at(-5), since, "attempt", "attempt"],
    ["older by what two servers' clocks may differ", at(-6), since, "unclear", "attempt"],
    ["hardly within that", at(-900), since, "unclear", "attempt"],
    ["older than it", at(-901), since, "other", "other"],
    ["of no known age", null, since, "unclear", "attempt"],
    ["of no known age (absent)", undefined, since, "unclear", "attempt"],
    ["seen by a server without a clock", at(0), undefined, "unclear", "attempt"],
    ["made just before it was given up", at(60), since, "attempt", "attempt"],
    ["made by a server that was done late", at(150), since, "attempt", "attempt"],
    ["newer by what two servers' clocks may differ", at(151), since, "unclear", "attempt"],
    ["hardly within that, and newer", at(1050), since, "unclear", "attempt"],
    ["newer than it", at(1051), since, "other", "attempt"],
    ["days newer", at(200_000), since, "other", "attempt"],
  ] as const)("is %s", ([, creation_time, start, given, computed]) => {
    const span = { since: start, until: new Date(at(60) * 1_000) };
    expect(originOf(TENANT, { name: "ci", creation_time }, span)).toBe(given);
    expect(originOf(TENANT, { name: TAGGED, creation_time }, span)).toBe(computed);
  });

  test("is unclear where the end of the attempt isn't known, but for a computed name", () => {
    const span = { since, until: undefined };
    expect(originOf(TENANT, { name: "ci", creation_time: at(1) }, span)).toBe("unclear");
    expect(originOf(TENANT, { name: TAGGED, creation_time: at(1) }, span)).toBe("attempt");
    expect(originOf(TENANT, { name: "ci", creation_time: at(-901) }, span)).toBe("other");
  });
});

describe("A person whom an attempt may have invited", () => {
  test.for([
    ["just before it, by a clock of whole seconds", at(-5), "then"],
    ["before it", at(-6), "near"],
    ["before it, by what two servers' clocks may differ", at(-905), "near"],
    ["long before it", at(-906), "apart"],
    ["a minute and a half after it", at(150), "then"],
    ["later", at(151), "near"],
    ["later, by what two servers' clocks may differ", at(1_050), "near"],
    ["much later", at(1_051), "apart"],
    ["nobody knows when", null, "untold"],
    ["nobody knows when (absent)", undefined, "untold"],
  ] as const)("was made %s", ([, created, made]) => {
    expect(whenMade(TENANT, created, { since, until: new Date(at(60) * 1_000) })).toBe(made);
  });

  test("can't be told by time where the server tells none", () => {
    const until = new Date(at(60) * 1_000);
    expect(whenMade(TENANT, at(0), { since: undefined, until })).toBe("untold");
    expect(whenMade(TENANT, at(0), { since, until: undefined })).toBe("untold");
  });
});

describe.each(KINDS)("After a lost reply, an $type", ({ type, create, remove, lists, wish, add, named }) => {
  const resource = resourceOf(type);

  for (const skewMs of [-600_000, 600_000])
    describe(`of a server whose clock is ${skewMs / 60_000} minutes ahead`, () => {
      test.override({ sandboxOptions: { clock: () => Date.now() + skewMs } });

      test("is known by the server's clock", async ({ tenant, sandbox }) => {
        sandbox.failNext(create, { kind: "reset", when: "after" });
        const issued = await resource.create(tenant, { ...wish, name: "ci" });

        expect(named(sandbox, "ci")).toEqual([issued.id]);
      });
    });

  describe("of a server that doesn't tell when", () => {
    test.override({ sandboxOptions: { rules: { creationTimes: false } } });

    test("is removed by its computed name", async ({ tenant, sandbox }) => {
      sandbox.failNext(create, { kind: "reset", when: "after" });
      const issued = await resource.create(tenant, { ...wish, name: TAGGED });

      expect(named(sandbox, TAGGED)).toEqual([issued.id]);
    });

    test("of a given name is reported, and stays until somebody removes it", async ({
      tenant,
      sandbox,
      api,
      connection,
    }) => {
      sandbox.failNext(create, { kind: "reset", when: "after" });
      const failure = await failureOf(resource.create(tenant, { ...wish, name: "ci" }));
      const [stray = ""] = named(sandbox, "ci");
      expect(failure).toMatchObject({
        created: { id: expect.stringMatching(/^unresolved:/) as string },
        reasons: [expect.stringMatching(new RegExp(`${stray}.*Delete it in the portal`)) as string],
      });

      const { id, state } = (failure as { created: { id: string; state: Record<string, unknown> } }).created;
      const next = openTenant(api, connection);
      expect(String(await failureOf(resource.delete(next, id, state)))).toContain(stray);
      expect(sandbox.calls.count(remove)).toBe(0);
      if (type === "ApiToken") sandbox.portal.deleteToken({ token: stray });
      else sandbox.portal.deleteKey({ key: stray });
      expect(await failureOf(resource.delete(next, id, state))).toBeUndefined();
    });
  });

  test("that somebody else made before isn't touched", async ({ tenant, sandbox }) => {
    add(sandbox, "ci");
    const [foreign] = named(sandbox, "ci");
    const later = new Date(Date.now() + 20 * 60_000).toISOString();
    await resource.delete(tenant, "unresolved:ci", { ...wish, name: "ci", others: [], since: later });

    expect(named(sandbox, "ci")).toEqual([foreign]);
    expect(sandbox.calls.operations().filter((called) => called === lists)).toEqual([lists, lists]);
    expect(sandbox.calls.writes()).toEqual([]);
  });
});
