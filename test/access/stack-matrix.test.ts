import { describe, expect, test } from "vitest";
import { matrixOfStack, subjectOfResource } from "../../provider/access/stack-matrix";
import { ENCRYPTED } from "../../provider/cli/stacks/secret-values";
import { readDeployment } from "../../provider/cli/stacks/deployment";
import { exportOf, recordedState, storedResource } from "../support/states";

const resource = { type: "User", urn: "urn:alice", name: "alice", id: "1", inputs: {}, outputs: {} };

describe("The matrix of stacks", () => {
  test("holds what the engine's state does", () => {
    const { subjects, tenant } = matrixOfStack([readDeployment("whole", recordedState("whole").text)]);

    expect(tenant).toEqual(expect.any(String));
    expect(new Set(subjects.map(({ kind }) => kind))).toEqual(new Set(["user", "token", "group"]));
    for (const { name, urn, id } of subjects)
      expect([name, urn, id]).toEqual([
        expect.any(String),
        expect.stringMatching(/^urn:/),
        expect.any(String),
      ]);
    expect(subjects.some(({ permissions }) => permissions.length > 0)).toBe(true);
  });

  test("tells no tenant where there are two", () => {
    const of = (tenantId: string) => ({ resources: [{ ...resource, tenantId }] });

    expect(matrixOfStack([of("one"), of("one")]).tenant).toBe("one");
    expect(matrixOfStack([of("one"), of("two")]).tenant).toBeUndefined();
  });

  test("leaves out what holds no permissions", () => {
    const state = readDeployment("dev", exportOf([storedResource("AutomationKey", "ci")]));

    expect(matrixOfStack([state]).subjects).toEqual([]);
  });
});

describe("A resource's subject", () => {
  test("is told by its outputs, and by its inputs where it has none yet", () => {
    const inputs = { email: "alice@acme.test", permissions: ["build_applications"] };
    const outputs = { ...inputs, permissions: ["zap"], status: "invited", owner: false };

    expect(subjectOfResource({ ...resource, id: "", inputs })).toEqual({
      ...{ kind: "user", urn: "urn:alice", name: "alice@acme.test" },
      ...{ permissions: ["build_applications"], unknown: [] },
    });
    expect(subjectOfResource({ ...resource, inputs, outputs })).toMatchObject({
      ...{ id: "1", permissions: [], unknown: ["zap"], status: "invited", owner: false },
    });
  });

  test("has no id where nobody knows whether AppTego made it", () => {
    const subject = subjectOfResource({ ...resource, unresolved: true });

    expect(subject).toMatchObject({ name: "alice", status: "unresolved" });
    expect(subject).not.toHaveProperty("id");
  });

  test.each([{ permissions: ENCRYPTED }, { permissions: [ENCRYPTED] }])(
    "says that it can't be read where the state holds it encrypted",
    (outputs) => {
      expect(subjectOfResource({ ...resource, outputs })).toMatchObject({
        permissions: [],
        unreadable: true,
      });
    },
  );
});
