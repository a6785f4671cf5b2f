import { describe, expect, test } from "vitest";
import { resourceOf } from "../../provider/resources";
import { differences } from "../../provider/resources/lifecycle";
import { checked } from "../support/provider";
import { actsOf, setStage } from "./stage";
import { SUBJECTS } from "./subjects";

const HOLDERS = [SUBJECTS.ApiToken, SUBJECTS.User, SUBJECTS.SamlGroupMapping];
const WISH = ["Certificates", "Builds"];
const FUTURE = "future_permission";

describe.each(HOLDERS)("F30: a permission that nobody knows ($type)", (subject) => {
  const acts = actsOf(subject);
  const wish = { ...subject.wish, permissions: WISH };
  const made = async () => {
    const stage = await setStage();
    const { sandbox, newProcess } = stage;
    const before = await acts.create(newProcess(), subject.wish);
    sandbox.faults.add({ operation: subject.on.list, kind: "unknownPermission", rate: 1 });
    return { ...stage, before };
  };

  test("is shown by a read, is nobody's wish, and no difference", async () => {
    const { newProcess, before } = await made();
    const state = (await acts.read(newProcess(), before)) ?? {};

    expect(state["permissions"]).toEqual([FUTURE]);
    expect(differences(resourceOf(subject.type), state, checked(subject.type, { ...subject.wish }))).toEqual(
      [],
    );
  });

  test("is written along by an update, and hinders no delete", async () => {
    const { sandbox, newProcess, before } = await made();
    const tenant = newProcess();
    const state = (await acts.read(tenant, before)) ?? {};
    await acts.update(tenant, { id: before.id, state }, wish);

    expect(subject.live(sandbox)[0]?.value).toEqual(expect.arrayContaining([FUTURE, "update_certificates"]));
    await acts.delete(newProcess(), before);
    expect(subject.live(sandbox)).toEqual([]);
  });

  test("hinders no create", async () => {
    const { sandbox, newProcess } = await setStage();
    sandbox.faults.add({ kind: "unknownPermission", rate: 1 });
    await acts.create(newProcess(), wish);

    expect(subject.live(sandbox)[0]?.value).toEqual(
      expect.arrayContaining(["build_applications", "update_certificates"]),
    );
  });
});

describe.each(HOLDERS)("F31: the same permissions, written otherwise ($type)", (subject) => {
  test.for([
    "update_certificates,build_applications",
    " build_applications , update_certificates,",
    "build_applications,,update_certificates,build_applications",
  ])("make no difference, and no call: %j", async (value) => {
    const acts = actsOf(subject);
    const wish = { ...subject.wish, permissions: WISH };
    const { sandbox, newProcess } = await setStage();
    sandbox.faults.add({
      operation: subject.on.list,
      kind: "withField",
      field: "permissions",
      value,
      rate: 1,
    });
    const before = await acts.create(newProcess(), wish);
    const tenant = newProcess();
    const state = (await acts.read(tenant, before)) ?? {};
    sandbox.calls.clear();

    expect(differences(resourceOf(subject.type), state, checked(subject.type, wish))).toEqual([]);
    await acts.update(tenant, { id: before.id, state }, wish);
    expect(sandbox.calls.writes()).toEqual([]);
  });
});
