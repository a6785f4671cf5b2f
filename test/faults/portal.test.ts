import { describe, expect, test } from "vitest";
import { Refused } from "../../provider/resources/lifecycle";
import type { Sandbox } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { ADMINISTRATION, member, remove } from "../support/rails";
import { CELLS, sceneOf } from "./scene";
import { actsOf, around, setStage } from "./stage";
import { CREDENTIALS, SUBJECTS, type Subject } from "./subjects";

const of = (...columns: string[]) => CELLS.filter(({ column }) => columns.includes(column));
const LATER_MS = 120_000;

/** What a person does in the portal to the object of a subject. */
function byHand({ portal }: Sandbox, { type }: Subject, deed: "delete" | "change"): void {
  const permissions = ["manage_custom_messages"];
  const email = "alice@acme.test";
  const group = "developers";
  const deeds: Readonly<Record<Subject["type"], readonly [() => void, () => void]>> = {
    ApiToken: [
      () => portal.deleteToken({ token: "ci" }),
      () => portal.setTokenPermissions({ token: "ci", permissions }),
    ],
    AutomationKey: [
      () => portal.deleteKey({ key: "ci" }),
      () => portal.setKeyEnabled({ key: "ci", enabled: false }),
    ],
    User: [() => portal.removeUser({ email }), () => portal.setUserPermissions({ email, permissions })],
    SamlGroupMapping: [
      () => portal.deleteMapping({ group }),
      () => portal.setMappingPermissions({ group, permissions }),
    ],
  };
  deeds[type][deed === "delete" ? 0 : 1]();
}

describe.each(of("read"))("F36: by hand between runs, $meets ($type)", ({ column, subject }) => {
  const acts = actsOf(subject);

  test("what was deleted is gone, by two lists that can be believed and an open tenant (F20)", async () => {
    let ahead = 0;
    const clock = () => Date.now() + ahead;
    const { sandbox, before, newProcess } = await sceneOf(column, subject, { sandbox: { clock } });
    byHand(sandbox, subject, "delete");
    ahead = LATER_MS;

    expect(await acts.read(newProcess(), before)).toBeUndefined();
    const { list } = subject.on;
    const proof = list === "getApiTokens" ? [] : ["getApiTokens"];
    const early = list === "getUsers" ? [] : proof; // the owner stays, so only users never run out
    expect(sandbox.calls.operations()).toEqual([list, "getSubscription", ...early, list, ...proof]);
  });

  test("what was changed is shown as it is, and the wish restores it", async () => {
    const { sandbox, before, newProcess } = await sceneOf(column, subject);
    byHand(sandbox, subject, "change");
    const state = (await acts.read(newProcess(), before)) ?? {};
    const [live] = subject.live(sandbox);
    expect(state["permissions"] ?? state["enabled"]).toEqual(live?.value);
    const after = await acts.update(newProcess(), { id: before.id, state }, subject.wish);

    expect(after.state).toEqual(before.state);
    expect(subject.live(sandbox)[0]?.value).toEqual(before.state["permissions"] ?? before.state["enabled"]);
  });
});

describe.each(CREDENTIALS)("F36: by hand between runs, read ($type)", (subject) => {
  const acts = actsOf(subject);
  const isToken = subject.type === "ApiToken";

  test("a new name is shown", async () => {
    const { sandbox, before, newProcess } = await sceneOf("read", subject);
    if (isToken) sandbox.portal.renameToken({ token: "ci", name: "renamed" });
    else sandbox.portal.renameKey({ key: "ci", name: "renamed" });

    expect(await acts.read(newProcess(), before)).toMatchObject({ name: "renamed" });
  });

  test("a new secret can't be seen; the state keeps the old one, and a replacement heals", async () => {
    const { sandbox, before, newProcess } = await sceneOf("read", subject);
    if (isToken) sandbox.portal.rotateToken({ token: "ci" });
    else sandbox.portal.rotateKey({ key: "ci" });
    expect(await acts.read(newProcess(), before)).toMatchObject(before.state);
    expect(await subject.opens(sandbox, before.state)).toBe(false);
    await acts.delete(newProcess(), before);
    const { state } = await acts.create(newProcess());

    expect(await subject.opens(sandbox, state)).toBe(true);
  });
});

describe.each(of("delete"))("F36: by hand between runs, $meets ($type)", ({ column, subject }) => {
  test("what is gone already is gone: 404, and the list lacks it (F20)", async () => {
    const { sandbox, before, newProcess } = await sceneOf(column, subject);
    byHand(sandbox, subject, "delete");
    await actsOf(subject).delete(newProcess(), before);

    expect(sandbox.calls.operations()).toContain(subject.on.list);
    expect(sandbox.calls.all.filter(({ applied }) => applied)).toHaveLength(sandbox.calls.reads().length);
  });
});

describe.each(of("update"))("F37: by hand between list and write, $meets ($type)", ({ column, subject }) => {
  test("the last writer's set is whole", async () => {
    const { sandbox, before, newProcess } = await sceneOf(column, subject);
    let edits = 0;
    const edit = () => (edits++ === 0 ? byHand(sandbox, subject, "change") : undefined);
    const tenant = newProcess({ through: (api) => around(api, subject.on.update, { before: edit }) });
    const after = await actsOf(subject).update(tenant, before);

    expect(edits).toBe(1);
    expect(subject.live(sandbox)[0]?.value).toEqual(after.state["permissions"] ?? after.state["enabled"]);
  });
});

describe.each(CREDENTIALS)(
  "F37: by hand between list and write, create of a token or key ($type)",
  (subject) => {
    test("another of that name stays, and ours is ours", async () => {
      const { sandbox, newProcess } = await setStage();
      const add = () =>
        subject.type === "ApiToken"
          ? sandbox.portal.addToken({ name: "ci" })
          : sandbox.portal.addKey({ name: "ci" });
      const tenant = newProcess({ through: (api) => around(api, subject.on.create, { before: add }) });
      const { id, state } = await actsOf(subject).create(tenant);

      expect(subject.live(sandbox).map((one) => one.id)).toContain(id);
      expect(subject.live(sandbox)).toHaveLength(2);
      expect(await subject.opens(sandbox, state)).toBe(true);
      expect(sandbox.calls.count(subject.on.delete)).toBe(0);
    });
  },
);

describe("F37: by hand between list and write, create of a user or mapping", () => {
  test("one who joined is taken over, and gets what the program says", async () => {
    const { sandbox, newProcess } = await setStage();
    const joins = () => sandbox.portal.addUser({ email: "alice@acme.test" });
    let posts = 0;
    const before = () => (posts++ === 0 ? joins() : undefined);
    const tenant = newProcess({ through: (api) => around(api, "addUser", { before }) });
    const { id } = await actsOf(SUBJECTS.User).create(tenant, SUBJECTS.User.change);

    expect(SUBJECTS.User.live(sandbox)).toEqual([{ id, value: ["build_applications"] }]);
    expect(sandbox.invitations).toEqual([]);
  });
});

describe("F37: by hand between list and write, delete", () => {
  test("the guard looks again: another administrator may have gone since", async () => {
    const seed = {
      users: [
        { email: "owner@acme.test", owner: true },
        { email: "alice@acme.test", permissions: [ADMINISTRATION] },
        { email: "bob@acme.test", permissions: [ADMINISTRATION] },
      ],
    };
    const { sandbox, newProcess } = await setStage({ seed, rules: { guardsAdministration: false } });
    const tenant = newProcess();
    await tenant.users.current();
    sandbox.portal.removeUser({ email: "bob@acme.test" });

    expect(await failureOf(remove(tenant, member(sandbox, "alice")))).toBeInstanceOf(Refused);
    expect(sandbox.calls.writes()).toEqual([]);
  });
});
