import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { CELLS, sceneOf } from "./scene";
import { actsOf, around, setStage } from "./stage";
import { CREDENTIALS, SUBJECTS } from "./subjects";
import { TRIALS } from "./verdicts";

const LIMITS = { ApiToken: 20, AutomationKey: 10 } as Readonly<Record<string, number>>;

function fill(sandbox: Sandbox, type: string, until: number): void {
  const { portal, tenant } = sandbox;
  const used = type === "ApiToken" ? tenant.tokens.length : tenant.keys.length;
  for (let at = used; at < until; at += 1)
    if (type === "ApiToken") portal.addToken({ name: `other ${at}` });
    else portal.addKey({ name: `other ${at}` });
}

const credentials = CELLS.filter(({ column }) => column === "credential");

describe.each(credentials)("F22: at the limit, $meets ($type)", ({ column, subject }) => {
  const limit = LIMITS[subject.type] ?? 0;

  test("fails before the post, with both numbers", async () => {
    const scene = await sceneOf(column, subject);
    fill(scene.sandbox, subject.type, limit);

    expect(await TRIALS[column].ER?.(scene)).toContain(`${limit} of ${limit}`);
    expect(scene.sandbox.calls.count(subject.on.create)).toBe(0);
  });

  test("fails with AppTego's word where a person took the last place between list and post", async () => {
    const scene = await sceneOf(column, subject, {
      process: ({ sandbox }) => ({
        through: (api) => around(api, subject.on.list, { after: () => fill(sandbox, subject.type, limit) }),
      }),
    });

    expect(await TRIALS[column].ER?.(scene)).toContain(String(limit));
    expect(scene.sandbox.calls.count(subject.on.create)).toBe(1);
  });
});

describe("F22: at the limit, create of a user or mapping", () => {
  test("fails with AppTego's word on users, the invited ones counted; mappings have no limit", async () => {
    const scene = await sceneOf("named", SUBJECTS.User, { sandbox: { limits: { users: 2 } } });
    scene.sandbox.portal.addUser({ email: "bob@acme.test", status: "active" });

    expect(await TRIALS.named.ER?.(scene)).toMatch(/addUser: .*2/);
  });
});

describe.each(CREDENTIALS)(
  "F21: a name that may exist only once, create of a token or key ($type)",
  (subject) => {
    test("is taken back from an interrupted run of this very resource", async () => {
      const { sandbox, newProcess } = await setStage({ rules: { uniqueNames: true } });
      const wish = {
        ...subject.wish,
        name: "ci [pu-0123456789]",
        ...(subject.type === "ApiToken" && { permissions: ["build_applications"] }),
      };
      if (subject.type === "ApiToken") sandbox.portal.addToken({ name: wish.name });
      else sandbox.portal.addKey({ name: wish.name });
      const { id, state } = await actsOf(subject).resource.create(newProcess(), wish);
      const named = [...sandbox.tenant.tokens, ...sandbox.tenant.keys].filter(
        ({ name }) => name === wish.name,
      );

      expect(named).toEqual([
        expect.objectContaining(subject.type === "ApiToken" ? { tokenKey: id } : { keyId: id }),
      ]);
      expect(await subject.opens(sandbox, state)).toBe(true);
    });

    test("stays whose it is under a given name, and the error says the way out", async () => {
      const { sandbox, newProcess } = await setStage({ rules: { uniqueNames: true } });
      fillNamed(sandbox, subject.type);
      const [other] = subject.live(sandbox);
      const failure = await failureOf(actsOf(subject).create(newProcess()));

      expect(String(failure)).toContain(`{ import: "${other?.id ?? ""}" }`);
      expect(subject.live(sandbox)).toEqual([other]);
    });
  },
);

function fillNamed({ portal }: Sandbox, type: string): void {
  if (type === "ApiToken") portal.addToken({ name: "ci" });
  else portal.addKey({ name: "ci" });
}

describe("F21: one who came between list and post, create of a user or mapping", () => {
  test("is adopted as a member who is there", async () => {
    const { User } = SUBJECTS;
    const { sandbox, newProcess } = await setStage();
    const joins = () =>
      sandbox.tenant.users.length === 1 && sandbox.portal.addUser({ email: "alice@acme.test" });
    const tenant = newProcess({ through: (api) => around(api, "getUsers", { after: joins }) });
    const { state } = await actsOf(User).create(tenant);

    expect(state["adopted"]).toBe(true);
    expect(sandbox.invitations).toEqual([]);
  });

  test("is an error that names the mapping", async () => {
    const { sandbox, newProcess } = await setStage();
    const appears = () =>
      sandbox.tenant.mappings.length === 0 && sandbox.portal.addMapping({ group: "developers" });
    const tenant = newProcess({ through: (api) => around(api, "getSamlGroupMappings", { after: appears }) });
    const failure = await failureOf(actsOf(SUBJECTS.SamlGroupMapping).create(tenant));

    expect(String(failure)).toContain(sandbox.tenant.mappings[0]?.mappingId);
    expect(sandbox.tenant.mappings).toHaveLength(1);
  });
});
