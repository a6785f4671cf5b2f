import { describe, expect, test } from "vitest";
import { stateChecks } from "../../../provider/cli/doctor/state-checks";
import { readDeployment } from "../../../provider/cli/stacks/deployment";
import { providerText } from "../../../provider/pulumi/hidden-inputs";
import { upped } from "../../support/drift";
import { exportOf, storedSecret } from "../../support/states";

const TENANT = "0".repeat(32);
const closed = storedSecret({ ciphertext: "v1:x" });
const token = (name: string, more: object = {}, stored: object = {}) => ({
  ...upped("ApiToken", name, "id" in stored ? String(stored.id) : `id-${name}`, {
    ...{
      tokenSecret: closed,
      authorization: closed,
      __tenant: TENANT,
      __provider: providerText("ApiToken"),
      ...more,
    },
  }),
  ...stored,
});
const said = (resources: readonly object[], more: object = {}) =>
  stateChecks(readDeployment("prod", exportOf(resources, more)), TENANT).map(
    ({ result, says }) => `${result}: ${says}`,
  );

describe("The check of a state", () => {
  test("is content with what an up of this release leaves", () => {
    expect(said([token("ci"), upped("User", "alice@acme.test", "u")])).toEqual([
      "ok: 2 resources, and nothing odd",
    ]);
  });

  test.each([
    [
      token("ci", { tokenSecret: "readable" }),
      "wrong: the secret stands in the state unencrypted: ApiToken ci",
    ],
    [
      token("ci", { tokenSecret: null, authorization: null }),
      "warning: the state holds no secret, as AppTego shows one only when it is made: ApiToken ci",
    ],
    [
      token("ci", {}, { id: "unresolved:0123456789ab", initErrors: ["lost"] }),
      "wrong: nobody knows whether AppTego made it: ApiToken ci",
    ],
    [
      token("ci", {}, { initErrors: ["no grant"] }),
      "wrong: the last pulumi up couldn't finish it: ApiToken ci",
    ],
    [token("ci", { __tenant: "f".repeat(32) }), "wrong: it belongs to another tenant: ApiToken ci"],
    [
      token("ci", { __provider: "exports.handler = old" }),
      "warning: the state holds the adapter of another release: ApiToken ci",
    ],
    [
      token("ci", {}, { delete: true }),
      "warning: it was replaced, and the old one is still there: ApiToken ci",
    ],
    [token("ci", { duplicateIds: ["d"] }), "warning: there are duplicates of it: ApiToken ci"],
  ])("%#: says %s", (resource, expected) => {
    expect(said([resource, token("fine")])).toEqual([expected]);
  });

  test("tells a run that was interrupted", () => {
    const resource = upped("User", "alice@acme.test", "u");

    expect(said([], { pending_operations: [{ resource, type: "creating" }] })).toEqual([
      "wrong: a run was interrupted in the middle of creating alice@acme.test",
    ]);
  });

  test("names five, and counts the others", () => {
    const many = Array.from({ length: 7 }, (_, at) => token(`t${at}`, {}, { delete: true }));

    expect(said(many)[0]).toMatch(
      /: ApiToken t0, ApiToken t1, ApiToken t2, ApiToken t3, ApiToken t4 and 2 more$/,
    );
  });
});
