import { describe, expect, test } from "vitest";
import { computedName } from "../../provider/resources/computed-name";
import { failureOf } from "../support/connection";
import { activeAdministrators, ADMINISTRATION, member, remove } from "../support/rails";
import { actsOf, setStage } from "./stage";
import { CREDENTIALS } from "./subjects";
import type { Sandbox } from "../../provider/sandbox";

const nameIn = (stack: string) => computedName("ci", `urn:pulumi:${stack}::shop::apptego:ci::ci`);
const credentialsOf = ({ tenant }: Sandbox) => [
  ...tenant.tokens.map((one) => ({ id: one.tokenKey, name: one.name })),
  ...tenant.keys.map((one) => ({ id: one.keyId, name: one.name })),
];

describe.each(CREDENTIALS)("F42: two stacks of one tenant, create of a token or key ($type)", (subject) => {
  test("have names of their own for the same resource, and delete nothing of each other", async () => {
    const { sandbox, newProcess } = await setStage();
    const { resource } = actsOf(subject);
    const [test1, prod] = [nameIn("test"), nameIn("prod")];
    expect(test1).not.toBe(prod);
    sandbox.faults.add({ operation: subject.on.create, kind: "reset", when: "after", count: 2 });
    const made = await Promise.all([
      resource.create(newProcess(), { ...subject.wish, name: test1 }),
      resource.create(newProcess(), { ...subject.wish, name: prod }),
    ]);
    const live = credentialsOf(sandbox).filter(({ name }) => name === test1 || name === prod);

    expect(new Set(live.map(({ id }) => id))).toEqual(new Set(made.map(({ id }) => id)));
    for (const { state } of made) expect(await subject.opens(sandbox, state)).toBe(true);
  });
});

describe("F42: two stacks of one tenant, create of a user or mapping", () => {
  test("count each other's administrators", async () => {
    const users = [
      { email: "owner@acme.test", owner: true },
      { email: "alice@acme.test", permissions: [ADMINISTRATION] },
      { email: "bob@acme.test", permissions: [ADMINISTRATION] },
    ];
    const { sandbox, newProcess } = await setStage({
      seed: { users },
      rules: { guardsAdministration: false },
    });
    await remove(newProcess(), member(sandbox, "alice"));

    expect(String(await failureOf(remove(newProcess(), member(sandbox, "bob"))))).toContain("nobody else");
    expect(activeAdministrators(sandbox)).toEqual(["bob@acme.test"]);
  });
});

describe.each(CREDENTIALS)("F45: like names of others, create of a token or key ($type)", (subject) => {
  const own = nameIn("prod");
  const add = ({ portal }: Sandbox, name: string) =>
    subject.type === "ApiToken" ? void portal.addToken({ name }) : portal.addKey({ name });

  test("are never touched when a lost reply is reconciled", async () => {
    const { sandbox, newProcess } = await setStage();
    const foreign = ["ci", "CI", `${own} `, own.slice(0, -1), `${own}x`, own.toUpperCase(), nameIn("test")];
    for (const name of foreign) add(sandbox, name);
    const before = credentialsOf(sandbox);
    sandbox.faults.add({ operation: subject.on.create, kind: "reset", when: "after" });
    const { id } = await actsOf(subject).resource.create(newProcess(), { ...subject.wish, name: own });
    const deleted = sandbox.calls.all.filter(
      ({ operation, applied }) => operation === subject.on.delete && applied,
    );

    expect(deleted).toHaveLength(1);
    expect(before.map((one) => one.id)).not.toContain(deleted[0]?.id);
    expect(credentialsOf(sandbox)).toEqual(expect.arrayContaining([...before, { id, name: own }]));
  });

  test("nor one of a given name that is older than the attempt", async () => {
    const { sandbox, newProcess } = await setStage();
    add(sandbox, "ci");
    const before = credentialsOf(sandbox);
    const failure = await failureOf(actsOf(subject).create(newProcess()));

    expect(String(failure)).toContain("holds one of that name already");
    expect(credentialsOf(sandbox)).toEqual(before);
    expect(sandbox.calls.writes()).toEqual([]);
  });
});
