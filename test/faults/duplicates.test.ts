import { describe, expect, test } from "vitest";
import { failureOf } from "../support/connection";
import { actsOf, setStage } from "./stage";
import { CREDENTIALS, NAMED, SUBJECTS } from "./subjects";

const COMPUTED = "ci [pu-0123456789]";

describe.each(CREDENTIALS)("F29: two of one name ($type)", (subject) => {
  const acts = actsOf(subject);
  const isToken = subject.type === "ApiToken";
  const setDuplicates = async (name: string) => {
    const stage = await setStage();
    const { sandbox, newProcess } = stage;
    const made = await acts.resource.create(newProcess(), { ...subject.wish, name });
    if (isToken) sandbox.portal.addToken({ name });
    else sandbox.portal.addKey({ name });
    const ids = () =>
      isToken
        ? sandbox.tenant.tokens.map((one) => one.tokenKey)
        : sandbox.tenant.keys.map((one) => one.keyId);
    const other = ids().at(-1) ?? "";
    return { ...stage, made, other, ids };
  };

  test("are shown by a read, and the one that isn't in the state goes with the update", async () => {
    const { newProcess, made, other, ids } = await setDuplicates(COMPUTED);
    const refreshing = newProcess();
    const state = (await acts.read(refreshing, made)) ?? {};
    expect(state["duplicateIds"]).toEqual([other]);
    await acts.resource.update(refreshing, made.id, state, { ...subject.wish, name: COMPUTED });

    expect(ids()).toContain(made.id);
    expect(ids()).not.toContain(other);
  });

  test("are a person's where the name was given: a read and a delete leave the other alone", async () => {
    const { sandbox, newProcess, made, other, ids } = await setDuplicates("ci");
    const state = (await acts.read(newProcess(), made)) ?? {};
    expect(state["duplicateIds"]).toBeUndefined();
    await acts.delete(newProcess(), made);

    expect(ids()).toContain(other);
    expect(ids()).not.toContain(made.id);
    expect(sandbox.calls.count(subject.on.delete)).toBe(1);
  });

  test("don't hinder a create under another name", async () => {
    const { newProcess } = await setDuplicates("ci");

    expect((await acts.create(newProcess(), { ...subject.wish, name: "cd" })).id).toBeTruthy();
  });
});

describe.each(NAMED)("F29: two of one address or group ($type)", (subject) => {
  test("are an error at a create, which names both", async () => {
    const { sandbox, newProcess } = await setStage();
    const add = () =>
      subject === SUBJECTS.User
        ? sandbox.portal.addUser({ email: "alice@acme.test" })
        : sandbox.portal.addMapping({ group: "developers" });
    add();
    add();
    const said = String(await failureOf(actsOf(subject).create(newProcess())));

    for (const { id } of subject.live(sandbox)) expect(said).toContain(id);
    expect(sandbox.calls.writes()).toEqual([]);
  });

  test("are told apart by their ids at a read and at a delete", async () => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const made = await acts.create(newProcess());
    if (subject === SUBJECTS.User)
      sandbox.portal.addUser({ email: "alice@acme.test", permissions: ["other"] });
    else sandbox.portal.addMapping({ group: "developers", permissions: ["other"] });

    expect(await acts.read(newProcess(), made)).toMatchObject(made.state);
    await acts.delete(newProcess(), made);
    expect(subject.live(sandbox).map(({ value }) => value)).toEqual([["other"]]);
  });
});
