import { expect } from "vitest";
import { AppTegoError } from "../../provider/api/errors";
import { type Existing, PartlyCreated } from "../../provider/resources/lifecycle";
import type { Tenant } from "../../provider/resources/tenant";
import { isUnresolved } from "../../provider/resources/unresolved";
import type { Sandbox } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { checked } from "../support/provider";
import { actsOf, type Stage, valueIn } from "./stage";
import type { Subject } from "./subjects";
import type { Column, Verdict } from "./terms";

/** One cell at the moment when the fault is due. */
export interface Scene extends Stage {
  readonly subject: Subject;
  /** The process that meets the fault. */
  readonly tenant: Tenant;
  /** What was created before the fault; nothing of a create. */
  readonly before: Existing;
}

/** Acts, asserts, and answers what the user was told. */
export type Trial = (scene: Scene) => Promise<string>;

const applied = (sandbox: Sandbox, operation: string) =>
  sandbox.calls.all.filter((call) => call.operation === operation && call.applied).length;

/** One object, the state's; its secret opens the tenant; nobody was invited twice. */
export async function expectOne({ sandbox, subject }: Scene, { id, state }: Existing): Promise<void> {
  expect(subject.live(sandbox)).toEqual([{ id, value: valueIn(state) }]);
  expect(await subject.opens(sandbox, state)).toBe(true);
  expect(sandbox.invitations.length).toBe(subject.type === "User" ? 1 : 0);
}

async function partlyCreated(work: Promise<unknown>): Promise<PartlyCreated> {
  const failure = await failureOf(work);
  expect(failure).toBeInstanceOf(PartlyCreated);
  return failure as PartlyCreated;
}

const createdAtOnce: Trial = async (scene) => {
  const { sandbox, subject, tenant } = scene;
  await expectOne(scene, await actsOf(subject).create(tenant));
  expect([applied(sandbox, subject.on.create), applied(sandbox, subject.on.delete)]).toEqual([1, 0]);
  return "";
};

const reconciled: Trial = async (scene) => {
  const { sandbox, subject, tenant } = scene;
  await expectOne(scene, await actsOf(subject).create(tenant));
  expect(sandbox.calls.count(subject.on.list)).toBeGreaterThanOrEqual(2);
  expect(applied(sandbox, subject.on.create) - applied(sandbox, subject.on.delete)).toBe(1);
  return "";
};

const unresolved: Trial = async (scene) => {
  const { sandbox, subject, tenant, newProcess } = scene;
  const acts = actsOf(subject);
  const { created, reasons } = await partlyCreated(acts.create(tenant));
  expect(isUnresolved(created.id)).toBe(true);
  sandbox.faults.clear();
  await acts.delete(newProcess(), created);
  expect(subject.live(sandbox)).toEqual([]);
  const { id } = await acts.create(newProcess());
  expect(subject.live(sandbox).map((entry) => entry.id)).toEqual([id]);
  return reasons.join("\n");
};

const partial: Trial = async (scene) => {
  const { sandbox, subject, tenant, newProcess } = scene;
  const acts = actsOf(subject);
  const { created, reasons } = await partlyCreated(acts.create(tenant, subject.twoCalls));
  await expectOne(scene, created);
  sandbox.faults.clear();
  const completed = await acts.update(newProcess(), created, subject.twoCalls);
  expect(valueIn(completed.state)).toEqual(valueIn(checked(subject.type, { ...subject.twoCalls })));
  expect(completed.state["authorization"]).toBe(created.state["authorization"]);
  await expectOne(scene, completed);
  expect(applied(sandbox, subject.on.create)).toBe(1);
  return reasons.join("\n");
};

const notCreated: Trial = async ({ sandbox, subject, tenant }) => {
  const failure = await failureOf(actsOf(subject).create(tenant));
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(PartlyCreated);
  expect(subject.live(sandbox)).toEqual([]);
  expect(sandbox.invitations).toEqual([]);
  return String(failure);
};

const readWell: Trial = async ({ sandbox, subject, tenant, before }) => {
  expect(await actsOf(subject).read(tenant, before)).toMatchObject({ ...subject.wish, ...before.state });
  expect(sandbox.calls.writes()).toEqual([]);
  return "";
};

const notRead: Trial = async ({ sandbox, subject, tenant, before, newProcess }) => {
  const failure = await failureOf(actsOf(subject).read(tenant, before));
  expect(failure).toBeInstanceOf(AppTegoError);
  expect(sandbox.calls.writes()).toEqual([]);
  sandbox.faults.clear();
  expect(await actsOf(subject).read(newProcess(), before)).toMatchObject(before.state);
  return String(failure);
};

const updated: Trial = async (scene) => {
  const { subject, tenant, before } = scene;
  const after = await actsOf(subject).update(tenant, before);
  expect(valueIn(after.state)).toEqual(valueIn(checked(subject.type, { ...subject.change })));
  await expectOne(scene, after);
  return "";
};

const notUpdated: Trial = async (scene) => {
  const { sandbox, subject, tenant, before, newProcess } = scene;
  const failure = await failureOf(actsOf(subject).update(tenant, before));
  expect(failure).toBeInstanceOf(Error);
  const created = failure instanceof PartlyCreated ? failure.created : before;
  expect({ ...created.state, id: created.id }).toEqual({ ...before.state, id: before.id });
  sandbox.faults.clear();
  await expectOne(scene, created);
  await expectOne(scene, await actsOf(subject).update(newProcess(), created));
  return String(failure);
};

const deleted: Trial = async ({ sandbox, subject, tenant, before }) => {
  await actsOf(subject).delete(tenant, before);
  expect(subject.live(sandbox)).toEqual([]);
  expect(applied(sandbox, subject.on.delete)).toBe(1);
  return "";
};

const notDeleted: Trial = async (scene) => {
  const { sandbox, subject, tenant, before, newProcess } = scene;
  const failure = await failureOf(actsOf(subject).delete(tenant, before));
  expect(failure).toBeInstanceOf(Error);
  sandbox.faults.clear();
  await expectOne(scene, before);
  await actsOf(subject).delete(newProcess(), before);
  expect(subject.live(sandbox)).toEqual([]);
  return String(failure);
};

/** The verdict on a fault that never ends, by column. */
export const FAILED = { credential: "ER", named: "ER", read: "KS", update: "ER", delete: "KS" } as const;

const CREATE = {
  RT: createdAtOnce,
  OK: createdAtOnce,
  RC: reconciled,
  UN: unresolved,
  PS: partial,
  ER: notCreated,
};

/** How each verdict is tried, by column. */
export const TRIALS: Readonly<Record<Column, Partial<Record<Verdict, Trial>>>> = {
  credential: CREATE,
  named: CREATE,
  read: { RT: readWell, OK: readWell, KS: notRead },
  update: { RT: updated, OK: updated, ER: notUpdated },
  delete: { RT: deleted, OK: deleted, KS: notDeleted },
};
