import { describe, expect } from "vitest";
import { resourceOf } from "../../provider/resources";
import { Refused } from "../../provider/resources/lifecycle";
import { openTenant, type Tenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";
import { KINDS } from "../support/credential-kinds";
import { test as base } from "../support/tenant";

const TAGGED = "ci [pu-0123456789]";

/** A tenant whose settings reclaim nothing. */
const test = base.extend<{ strict: Tenant }>({
  strict: async ({ api, connection }, use) => {
    await use(openTenant(api, { ...connection, reclaim: "never" }, { wait: () => Promise.resolve() }));
  },
});

describe.each(KINDS)(
  "A name that the tenant holds is refused to an $type",
  ({ type, wish, add, named, create }) => {
    const resource = resourceOf(type);
    const refusal = async (tenant: Tenant, name: string): Promise<string> => {
      const failure = await failureOf(resource.create(tenant, { ...wish, name }));
      expect(failure).toBeInstanceOf(Refused);
      return String(failure);
    };

    test("with both ways out", async ({ strict, sandbox }) => {
      add(sandbox, "ci");
      const [id = ""] = named(sandbox, "ci");

      expect(await refusal(strict, "ci")).toContain(`{ import: "${id}" }`);
      expect(await refusal(strict, "ci")).toContain("Look for that id in `pulumi stack export` first");
      expect(await refusal(strict, "ci")).not.toContain("apptego:reclaim");
      expect(sandbox.calls.count(create)).toBe(0);
    });

    test("with how to reclaim it, if it is a computed one", async ({ strict, sandbox }) => {
      add(sandbox, TAGGED);

      expect(await refusal(strict, TAGGED)).toContain('set apptego:reclaim (or APPTEGO_RECLAIM) to "always"');
      expect(await refusal({ ...strict, mayLive: true }, TAGGED)).toContain("retainOnDelete");
    });

    test("where another resource had this one's name before", async ({ strict, sandbox }) => {
      add(sandbox, TAGGED);
      strict.moved.add(`${type} ${TAGGED}`);

      expect(await refusal(strict, TAGGED)).toContain("Give this one a `name` of its own");
      expect(sandbox.calls.count(create)).toBe(0);
    });

    test("beside the one that the stack holds", async ({ strict, sandbox }) => {
      add(sandbox, TAGGED);
      const [own = ""] = named(sandbox, TAGGED);
      add(sandbox, TAGGED);
      strict.held.add(`${type} ${own}`);

      expect(await refusal(strict, TAGGED)).toContain("beside the one in this stack's state");
    });
  },
);
