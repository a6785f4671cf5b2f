import { describe, expect, test } from "vitest";
import { resourceOf } from "../../provider/resources";
import { differences, PartlyCreated } from "../../provider/resources/lifecycle";
import { failureOf } from "../support/connection";
import { checked } from "../support/provider";
import { actsOf, setStage } from "./stage";
import { SUBJECTS } from "./subjects";

const HOLDERS = [SUBJECTS.ApiToken, SUBJECTS.User];
const ALL_HOLDERS = [...HOLDERS, SUBJECTS.SamlGroupMapping];
const ADMIN = ["Users & API Management"];

describe.each(HOLDERS)("F26: said to be stored, create ($type)", (subject) => {
  test("is read back where it is about Users & API Management, and completed by the next run", async () => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const wish = { ...subject.wish, permissions: ADMIN };
    sandbox.faults.add({ operation: subject.on.update, kind: "notApplied" });
    const failure = await failureOf(acts.create(newProcess(), wish));

    expect(failure).toBeInstanceOf(PartlyCreated);
    const { created, reasons } = failure as PartlyCreated;
    expect(created.state["permissions"]).toEqual([]);
    expect(reasons.join()).toContain("user_and_api_management, but holds none");
    await acts.update(newProcess(), created, wish);
    expect(subject.live(sandbox)).toEqual([{ id: created.id, value: ["user_and_api_management"] }]);
    expect(await subject.opens(sandbox, created.state)).toBe(true);
  });

  test("is seen by the next read otherwise, as drift", async () => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    sandbox.faults.add({ operation: subject.on.update, kind: "notApplied" });
    const made = await acts.create(newProcess(), subject.change);
    const state = (await acts.read(newProcess(), made)) ?? {};

    expect(
      differences(resourceOf(subject.type), state, checked(subject.type, { ...subject.change })),
    ).toEqual(["permissions"]);
  });
});

describe.each(ALL_HOLDERS)("F26: said to be stored, update ($type)", (subject) => {
  test("is an error that says what AppTego holds, and heals", async () => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const before = await acts.create(newProcess());
    const wish = { ...subject.wish, permissions: ADMIN };
    sandbox.faults.add({ operation: subject.on.update, kind: "notApplied" });
    const failure = await failureOf(acts.update(newProcess(), before, wish));

    expect(failure).toBeInstanceOf(PartlyCreated);
    const { created, reasons } = failure as PartlyCreated;
    expect(reasons.join()).toContain(
      "said that it stored the permissions user_and_api_management, but holds none",
    );
    expect(created.state["permissions"]).toEqual([]);
    await acts.update(newProcess(), created, wish);
    expect(subject.live(sandbox)).toEqual([{ id: before.id, value: ["user_and_api_management"] }]);
  });
});

describe.each(ALL_HOLDERS)("F26: said to be stored, read ($type)", (subject) => {
  test("tells what is there", async () => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const before = await acts.create(newProcess());
    sandbox.faults.add({ operation: subject.on.update, kind: "notApplied" });
    const after = await acts.update(newProcess(), before);

    expect(after.state["permissions"]).toEqual(["build_applications"]);
    expect((await acts.read(newProcess(), after))?.["permissions"]).toEqual([]);
  });
});
