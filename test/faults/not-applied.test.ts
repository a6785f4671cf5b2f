import { describe, expect, test } from "vitest";
import { resourceOf } from "../../provider/resources";
import { differences, PartlyCreated } from "../../provider/resources/lifecycle";
import { failureOf } from "../support/connection";
import { checked } from "../support/provider";
import { actsOf, setStage } from "./stage";
import { SUBJECTS } from "./subjects";

const HOLDERS = [SUBJECTS.ApiToken, SUBJECTS.User];
const ALL_HOLDERS = [...HOLDERS, SUBJECTS.SamlGroupMapping];
const ADMIN = "Users & API Management";

/** What AppTego says that it stored, and what it did: with Users & API Management, and without. */
const LIES = [
  {
    kind: "notApplied",
    wish: [ADMIN],
    whole: ["user_and_api_management"],
    stored: [],
    small: ["Builds"],
    smallStored: [],
  },
  {
    kind: "partlyApplied",
    wish: ["Builds", ADMIN],
    whole: ["build_applications", "user_and_api_management"],
    stored: ["build_applications"],
    small: ["Builds", "Certificates"],
    smallStored: ["build_applications"],
  },
] as const;

describe.each(HOLDERS)("F26: said to be stored, create of a token or user ($type)", (subject) => {
  test.for(LIES)(
    "is read back where it is about Users & API Management, and completed by the next run: $kind",
    async ({ kind, wish, whole, stored }) => {
      const { sandbox, newProcess } = await setStage();
      const acts = actsOf(subject);
      const inputs = { ...subject.wish, permissions: wish };
      sandbox.faults.add({ operation: subject.on.update, kind });
      const failure = await failureOf(acts.create(newProcess(), inputs));

      expect(failure).toBeInstanceOf(PartlyCreated);
      const { created, reasons } = failure as PartlyCreated;
      expect(created.state["permissions"]).toEqual(stored);
      expect(reasons.join()).toContain(`user_and_api_management, but holds ${stored.join() || "none"}`);
      await acts.update(newProcess(), created, inputs);
      expect(subject.live(sandbox)).toEqual([{ id: created.id, value: whole }]);
      expect(await subject.opens(sandbox, created.state)).toBe(true);
    },
  );

  test.for(LIES)("is seen by the next read otherwise, as drift: $kind", async ({ kind, small }) => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const inputs = { ...subject.wish, permissions: small };
    sandbox.faults.add({ operation: subject.on.update, kind });
    const made = await acts.create(newProcess(), inputs);
    const state = (await acts.read(newProcess(), made)) ?? {};

    expect(differences(resourceOf(subject.type), state, checked(subject.type, inputs))).toEqual([
      "permissions",
    ]);
  });
});

describe("F26: said to be stored, create of a mapping", () => {
  const { SamlGroupMapping: subject } = SUBJECTS;

  test("is seen by the next read, as drift, and completed", async () => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const inputs = { ...subject.wish, permissions: ["Builds", "Certificates"] };
    sandbox.faults.add({ operation: subject.on.create, kind: "partlyApplied" });
    const { id, state: before } = await acts.create(newProcess(), inputs);
    const state = (await acts.read(newProcess(), { id, state: before })) ?? {};
    expect(state["permissions"]).toEqual(["build_applications"]);
    await acts.update(newProcess(), { id, state }, inputs);

    expect(subject.live(sandbox)).toEqual([{ id, value: ["build_applications", "update_certificates"] }]);
  });
});

describe.each(ALL_HOLDERS)("F26: said to be stored, update ($type)", (subject) => {
  test.for(LIES)(
    "is an error that says what AppTego holds, and heals: $kind",
    async ({ kind, wish, whole, stored }) => {
      const { sandbox, newProcess } = await setStage();
      const acts = actsOf(subject);
      const before = await acts.create(newProcess());
      const inputs = { ...subject.wish, permissions: wish };
      sandbox.faults.add({ operation: subject.on.update, kind });
      const failure = await failureOf(acts.update(newProcess(), before, inputs));

      expect(failure).toBeInstanceOf(PartlyCreated);
      const { created, reasons } = failure as PartlyCreated;
      expect(reasons.join()).toContain(
        `said that it stored the permissions ${whole.join(", ")}, but holds ${stored.join() || "none"}`,
      );
      expect(created.state["permissions"]).toEqual(stored);
      await acts.update(newProcess(), created, inputs);
      expect(subject.live(sandbox)).toEqual([{ id: before.id, value: whole }]);
    },
  );
});

describe.each(ALL_HOLDERS)("F26: said to be stored, read ($type)", (subject) => {
  test.for(LIES)("tells what is there: $kind", async ({ kind, small, smallStored }) => {
    const { sandbox, newProcess } = await setStage();
    const acts = actsOf(subject);
    const before = await acts.create(newProcess());
    sandbox.faults.add({ operation: subject.on.update, kind });
    const inputs = { ...subject.wish, permissions: small };
    const after = await acts.update(newProcess(), before, inputs);

    expect(after.state["permissions"]).toEqual(checked(subject.type, inputs)["permissions"]);
    expect((await acts.read(newProcess(), after))?.["permissions"]).toEqual(smallStored);
  });
});
