import { describe, expect } from "vitest";
import { PERMISSION_KEYS, PERMISSION_LABELS } from "../../provider/api/permissions";
import type { ResourceType } from "../../provider/resources";
import { UNKNOWN } from "../../provider/resources/unknown";
import { providerOf } from "../support/provider";
import { test } from "../support/tenant";

type Row = readonly [line: string, what: string, ResourceType, Record<string, unknown>];

const token = (line: string, what: string, inputs: Record<string, unknown>): Row => [
  line,
  what,
  "ApiToken",
  inputs,
];
const names = [
  "ci · deploy (prod) #1",
  "Büro Zürich",
  "持続的統合",
  "🚀 👩🏽‍💻 🏳️‍🌈",
  "c",
  "x".repeat(128),
  "a [pu-1]",
];
const emails = [
  "alice+ci@acme.test",
  "alice@mail.eu.acme.test",
  "alice-b_c@ac-me.test",
  "007@acme4.test",
  "Alice@ACME.test",
  `${"a".repeat(64)}@acme.test`,
  "alice@xn--bcher-kva.example",
  "alice@bücher.example",
  "o'brien@x.ie",
];
const groups = [
  "CN=App Admins,OU=Groups,DC=example,DC=com",
  "6f9619ff-8b86-d011-b42d-00c04fc964ff",
  "DOMAIN\\group",
  "two  spaces inside",
  `a & b <c> "d" 'e'`,
  "Ingénieurs",
  "g".repeat(256),
];

const table: Row[] = [
  ...names.map((name) => token("A1", `the name ${name}`, { name })),
  token("A2", "permissions in any order, by key and label", {
    name: "a",
    permissions: ["Builds", "modify_configuration"],
  }),
  token("A2", "no permissions", { name: "a", permissions: [] }),
  token("A2", "an empty text for no permissions", { name: "a", permissions: "" }),
  token("A2", "null for no permissions", { name: "a", permissions: null }),
  token("28, by design", "blanks around and other letter case", {
    name: "a",
    permissions: [" BUILDS ", "bUild_applications"],
  }),
  token("29, by design", "repeats", { name: "a", permissions: ["Builds", "Builds", "build_applications"] }),
  token("A3", "all keys", { name: "a", permissions: PERMISSION_KEYS }),
  token("A3", "all labels", { name: "a", permissions: Object.values(PERMISSION_LABELS) }),
  token("53", "a number as a trigger of rotation", {
    name: "a",
    rotateOn: { generation: 2, flag: true, month: "11" },
  }),
  token("53", "an empty map of triggers", { name: "a", rotateOn: {} }),
  ...emails.map((email): Row => [
    "A5",
    `the e-mail address ${email}`,
    "User",
    { email, permissions: ["Builds"] },
  ]),
  ["A5", "a wish for the end", "User", { email: "a@acme.test", onDestroy: "clearPermissions" }],
  ...groups.map((groupName): Row => [
    "A6",
    `the group ${groupName}`,
    "SamlGroupMapping",
    { groupName, permissions: ["Builds"] },
  ]),
  ["A6", "a group without permissions", "SamlGroupMapping", { groupName: "a" }],
  ["A11", "enabled left out", "AutomationKey", { name: "a" }],
  ["A11", "null for enabled", "AutomationKey", { name: "a", enabled: null }],
  ["A11", "a disabled key", "AutomationKey", { name: "a", enabled: false }],
];

describe("Check accepts", () => {
  test.for(table)("%s: %s, and there is no diff afterwards", async ([, , type, inputs], { sandbox }) => {
    const provider = await providerOf(sandbox, type);
    const first = await provider.check({}, inputs);
    expect(first.failures).toEqual([]);
    expect(sandbox.calls.all).toEqual([]);

    const { id, outs } = await provider.create(first.inputs);
    const again = await provider.check(first.inputs, inputs);
    expect(again).toEqual(first);
    expect(await provider.diff(id, outs, again.inputs)).toEqual({ changes: false, replaces: [] });

    const live = await provider.read(id, outs);
    expect(live.props).toEqual(outs);
    expect(await provider.diff(id, live.props, again.inputs)).toEqual({ changes: false, replaces: [] });
    // A refresh keeps inputs that the next check takes as they are.
    expect((await provider.check(live.inputs ?? {}, live.inputs ?? {})).failures).toEqual([]);
  });

  test("A5: another letter case of an e-mail address without a replacement", async ({ sandbox }) => {
    const provider = await providerOf(sandbox, "User");
    const { id, outs } = await provider.create(
      (await provider.check({}, { email: "alice@acme.test" })).inputs,
    );
    const { inputs } = await provider.check(outs, { email: "Alice@ACME.test" });

    expect(await provider.diff(id, outs, inputs)).toEqual({ changes: false, replaces: [] });
  });
});

const fields: readonly (readonly [ResourceType, Record<string, unknown>, string])[] = [
  ["ApiToken", { name: UNKNOWN }, "name"],
  ["ApiToken", { name: "a", permissions: UNKNOWN }, "permissions"],
  ["ApiToken", { name: "a", permissions: ["Builds", UNKNOWN] }, "permissions"],
  ["ApiToken", { name: "a", rotateOn: UNKNOWN }, "rotateOn"],
  ["ApiToken", { name: "a", rotateOn: { month: UNKNOWN, year: "2026" } }, "rotateOn"],
  ["User", { email: UNKNOWN }, "email"],
  ["User", { email: "a@acme.test", permissions: [UNKNOWN] }, "permissions"],
  ["User", { email: "a@acme.test", onDestroy: UNKNOWN }, "onDestroy"],
  ["SamlGroupMapping", { groupName: UNKNOWN }, "groupName"],
  ["SamlGroupMapping", { groupName: "a", permissions: [UNKNOWN, "Builds"] }, "permissions"],
  ["AutomationKey", { name: UNKNOWN }, "name"],
  ["AutomationKey", { name: "a", enabled: UNKNOWN }, "enabled"],
  ["AutomationKey", { name: "a", rotateOn: { generation: UNKNOWN } }, "rotateOn"],
];

describe("What isn't known yet (A9)", () => {
  test.for(fields)("is taken as it is by %s: %j", async ([type, inputs, field], { sandbox }) => {
    const provider = await providerOf(sandbox, type);
    const { failures, inputs: taken } = await provider.check({}, inputs);

    expect(failures).toEqual([]);
    expect(taken).toMatchObject(inputs);
    expect(sandbox.calls.all).toEqual([]);

    const known = { name: "a", email: "a@acme.test", groupName: "a", permissions: [], enabled: true };
    const { changes } = await provider.diff("id", known, taken);
    expect([changes, field in taken]).toEqual([true, true]);
  });

  test.for([
    [
      "ApiToken",
      { name: "", permissions: [UNKNOWN, "nonsense"], rotateOn: UNKNOWN },
      ["name", "permissions[1]"],
    ],
    ["User", { email: "nobody", permissions: UNKNOWN }, ["email"]],
    ["SamlGroupMapping", { groupName: UNKNOWN, permissions: ["nonsense", UNKNOWN] }, ["permissions[0]"]],
    ["AutomationKey", { name: UNKNOWN, rotateOn: { a: UNKNOWN, b: [] } }, ['rotateOn["b"]']],
  ] as const)("excuses nothing beside it in %s", async ([type, inputs, places], { sandbox }) => {
    const provider = await providerOf(sandbox, type);
    const { failures = [] } = await provider.check({}, inputs);

    expect(failures.map(({ reason }) => reason.split(" must")[0])).toEqual(
      places.map((place) => `${type}.${place}`),
    );
    expect(JSON.stringify(failures)).not.toContain(UNKNOWN);
  });
});
