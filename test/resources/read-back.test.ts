import { describe, expect } from "vitest";
import { UnexpectedReplyError } from "../../provider/api/errors";
import { resourceOf } from "../../provider/resources";
import { PartlyCreated } from "../../provider/resources/lifecycle";
import { proveListed } from "../../provider/resources/read-back";
import { openTenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test } from "../support/tenant";

const TAGGED = "ci [pu-0123456789]";

describe("What AppTego said that it made", () => {
  test("is looked for in a new list each time, for a quarter of a minute", async ({
    api,
    connection,
    sandbox,
  }) => {
    const waits: number[] = [];
    const wait = (milliseconds: number) => {
      waits.push(milliseconds);
      return Promise.resolve();
    };
    const tenant = openTenant(api, connection, { wait });
    const proof = proveListed(tenant, tenant.tokens, "createApiToken", ({ name }) => name === "ci");

    expect(await failureOf(proof)).toBeInstanceOf(UnexpectedReplyError);
    expect(await failureOf(proof)).toMatchObject({ operation: "createApiToken", outcome: "ambiguous" });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(sandbox.calls.count("getApiTokens")).toBe(5);
  });

  test("is enough in one of them", async ({ api, connection, sandbox }) => {
    const wait = () => {
      sandbox.portal.addToken({ name: "ci" });
      return Promise.resolve();
    };
    const tenant = openTenant(api, connection, { wait });

    await proveListed(tenant, tenant.tokens, "createApiToken", ({ name }) => name === "ci");
    expect(sandbox.calls.count("getApiTokens")).toBe(2);
  });
});

describe.each(KINDS)(
  "After a lost reply, an $type that AppTego says it made",
  ({ type, create, named, wish }) => {
    const resource = resourceOf(type);

    test("and doesn't list is tried for again", async ({ tenant, sandbox }) => {
      sandbox.failNext(create, { kind: "reset" });
      sandbox.failNext(create, { kind: "notApplied" });
      const { id } = await resource.create(tenant, { ...wish, name: TAGGED });

      expect(named(sandbox, TAGGED)).toEqual([id]);
      expect(sandbox.calls.count(create)).toBe(3);
    });

    test("and never lists stays in doubt", async ({ tenant, sandbox }) => {
      sandbox.failNext(create, { kind: "reset" });
      sandbox.failNext(create, { kind: "notApplied", count: 2 });
      const failure = await failureOf(resource.create(tenant, { ...wish, name: TAGGED }));

      expect(failure).toBeInstanceOf(PartlyCreated);
      expect((failure as PartlyCreated).created.id).toMatch(/^unresolved:/);
      expect((failure as PartlyCreated).reasons.join()).toContain("doesn't list what it made");
    });
  },
);

describe("After a lost reply, a group's mapping that AppTego says it made", () => {
  test("and doesn't list is tried for again, and the late one taken", async ({ tenant, sandbox }) => {
    sandbox.failNext("createSamlGroupMapping", { kind: "late", reply: "reset" });
    sandbox.failNext("createSamlGroupMapping", { kind: "notApplied" });
    let waits = 0;
    const made = resourceOf("SamlGroupMapping").create(
      {
        ...tenant,
        wait: () => {
          waits += 1;
          if (waits > 7) sandbox.releaseLate(); // later than anybody waited for: after the second POST
          return Promise.resolve();
        },
      },
      { groupName: "developers", permissions: [] },
    );

    const { id } = await made;
    expect(sandbox.tenant.mappings.map(({ mappingId }) => mappingId)).toEqual([id]);
    expect(sandbox.calls.count("createSamlGroupMapping")).toBe(2);
  });
});

describe("After a lost reply, a user whom AppTego says it invited", () => {
  test("and doesn't list is invited again", async ({ tenant, sandbox }) => {
    sandbox.failNext("addUser", { kind: "reset" });
    sandbox.failNext("addUser", { kind: "notApplied" });
    const { id } = await resourceOf("User").create(tenant, { email: "bob@acme.test", permissions: [] });

    expect(sandbox.tenant.users.find(({ email }) => email === "bob@acme.test")?.userId).toBe(id);
    expect(sandbox.invitations).toHaveLength(1);
  });
});
