import { describe, expect } from "vitest";
import { matrixOfTenant } from "../../provider/access/tenant-matrix";
import { test } from "../support/tenant";

describe("The matrix of a tenant", () => {
  test("holds its users, tokens and groups with what each may do", async ({ sandbox, api }) => {
    sandbox.portal.addUser({
      email: "zoe@acme.test",
      permissions: ["build_applications"],
      status: "invited",
    });
    sandbox.portal.addMapping({ group: "ops", permissions: ["zap", "modify_configuration"] });
    const matrix = matrixOfTenant({
      tenant: "t",
      users: (await api.getUsers({})).users,
      tokens: (await api.getApiTokens({})).api_tokens,
      mappings: (await api.getSamlGroupMappings({})).mappings,
    });

    expect(matrix.tenant).toBe("t");
    expect(matrix.subjects).toMatchObject([
      { kind: "user", owner: true, status: "active" },
      {
        ...{ kind: "user", name: "zoe@acme.test", status: "invited", owner: false },
        ...{ permissions: ["build_applications"], unknown: [] },
      },
      { kind: "token", id: sandbox.credentials.tokenKey, name: "sandbox" },
      { kind: "group", name: "ops", permissions: ["modify_configuration"], unknown: ["zap"] },
    ]);
  });

  test("is empty where no list was asked for", () => {
    expect(matrixOfTenant({})).toEqual({ subjects: [] });
  });
});
