import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { connect } from "../../provider/api/client";
import { startSandbox } from "../../provider/sandbox";
import { connectionOf } from "../support/tenant";
import { test } from "../support/pulumi";

const BEFORE = `users:
  alice@acme.test: [Users & API Management]
  bob@acme.test: { permissions: [Builds] }
groups:
  apptego-admins: [Configuration]
tokens:
  ci: [Builds]
  reader: { rotateOn: { month: 2026-11 } }
keys:
  pipeline: { enabled: false }
  nightly: {}
`;

const REWRITTEN = `keys:
  nightly:
  pipeline: { enabled: false }
tokens:
  deploy: [Certificates]
  reader: { permissions: [], rotateOn: { month: 2026-11 } }
  ci: [build_applications, Builds]
groups:
  apptego-admins: { permissions: [modify_configuration] }
users:
  BOB@acme.test: [builds]
  Alice@acme.test: [Users & API Management]
`;

const WRONG = `tokens:
  ci: [Bilds]
  ci: []
`;

const program = {
  "index.js": `const apptego = require("pulumi-apptego");
    const { tokens, keys, users } = apptego.TenantAccess.fromFile("tenant.yaml");
    module.exports = { ci: tokens.ci, nightly: keys.nightly, users };`,
  "tenant.yaml": BEFORE,
};

const UNCHANGED = { create: 0, update: 0, replace: 0, delete: 0 };

describe("A tenant's access from a file", () => {
  test("is set up, left alone when it is only rewritten, refused when it is wrong, and torn down", async ({
    startStack,
    onTestFinished,
  }) => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const before = sandbox.tenant;
    const stack = await startStack({ program, tenant: sandbox });

    expect(await stack.preview()).toMatchObject({ exitCode: 0, changes: { ...UNCHANGED, create: 9 } });
    const up = await stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    expect(up.changes).toMatchObject({ ...UNCHANGED, create: 9 }); // seven, the component and the stack
    const urns = (await stack.export()).deployment.resources.map(({ urn }) =>
      urn.split("::").slice(2).join("::"),
    );
    const child = "apptego:index:TenantAccess$pulumi-nodejs:dynamic/apptego";
    expect(urns).toContain("apptego:index:TenantAccess::tenant");
    expect(urns).toContain(`${child}:User::tenant-user-alice@acme.test`);
    expect(urns).toContain(`${child}:AutomationKey::tenant-key-nightly`);

    const { ci, nightly } = (await stack.outputs()) as Record<"ci" | "nightly", Record<string, string>>;
    const [tokenKey, tokenSecret] = [String(ci["tokenKey"]), String(ci["tokenSecret"])];
    const api = connect(connectionOf(sandbox, { tokenKey, tokenSecret }), { pace: () => 0 });
    await expect(api.getTenants({})).resolves.toMatchObject({ tenants: [{}] });
    expect(nightly["authorization"]).toBe(`Bearer ${nightly["keyId"]}:${nightly["keySecret"]}`);
    const leaks = [...(await stack.traces())].filter(([, text]) =>
      sandbox.issuedSecrets.some((secret) => text.includes(secret)),
    );
    expect(leaks.map(([place]) => place)).toEqual([]);

    sandbox.calls.clear();
    await writeFile(path.join(stack.project, "tenant.yaml"), REWRITTEN);
    const rewritten = await stack.up();
    expect(rewritten.exitCode, rewritten.stdout + rewritten.stderr).toBe(0);
    expect(rewritten.changes).toMatchObject({ ...UNCHANGED, create: 1 });
    expect(sandbox.calls.writes().length).toBe(2);

    sandbox.calls.clear();
    await writeFile(path.join(stack.project, "tenant.yaml"), WRONG);
    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    const told = refused.stdout + refused.stderr;
    expect(told).toContain('tenant.yaml:3:3: the key "ci" is here already, at 2:3: keep one of them');
    expect(told).not.toContain("node_modules");
    expect(sandbox.calls.operations()).toEqual([]);

    const destroyed = await stack.destroy();
    expect(destroyed.exitCode, destroyed.stdout + destroyed.stderr).toBe(0);
    const { users, tokens, keys, mappings } = before;
    expect(sandbox.tenant).toMatchObject({ users, tokens, keys, mappings });
  });

  test("takes over what is there already, protects it, and rotates it in place", async ({
    startStack,
    onTestFinished,
  }) => {
    const sandbox = await startSandbox({
      seed: {
        users: [{ email: "alice@acme.test", permissions: ["Builds"] }],
        mappings: [{ group: "ops", permissions: ["Configuration"] }],
        tokens: [{ name: "CI", permissions: ["Builds"] }],
        keys: Array.from({ length: 10 }, (_, at) => ({ name: `key ${at}`, enabled: at > 0 })),
      },
    });
    onTestFinished(() => sandbox.close());
    const { users, mappings, tokens, keys } = sandbox.tenant;
    const alice = users.find(({ email }) => email === "alice@acme.test")?.userId;
    const ci = tokens.find(({ name }) => name === "CI")?.tokenKey;
    const file = (rotateOn: string) => `users:
  alice@acme.test: { permissions: [Builds], import: "${alice}", protect: true }
groups:
  ops: { permissions: [Configuration], import: "${mappings[0]?.mappingId}" }
tokens:
  ci: { name: CI, permissions: [Builds], import: "${ci}" }
keys:
  nightly: { name: key 0, enabled: false, import: "${keys[0]?.keyId}", deleteBeforeReplace: true${rotateOn} }
`;
    const source = `require("pulumi-apptego").TenantAccess.fromFile("tenant.yaml");`;
    const files = { "index.js": source, "tenant.yaml": file("") };
    const stack = await startStack({ program: files, tenant: sandbox });

    const up = await stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    expect(sandbox.calls.writes()).toEqual([]);
    const { resources } = (await stack.export()).deployment;
    const ids = resources.flatMap(({ type, id }) => (type.includes("/apptego:") ? [id] : []));
    expect(ids.sort()).toEqual([alice, mappings[0]?.mappingId, ci, keys[0]?.keyId].sort());
    expect((await stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);

    await writeFile(path.join(stack.project, "tenant.yaml"), file(", rotateOn: { month: 2026-12 }"));
    const rotated = await stack.up();
    expect(rotated.exitCode, rotated.stdout + rotated.stderr).toBe(0);
    const done = sandbox.calls.writes().map(({ operation }) => operation);
    expect(done).toEqual(["deleteAutomationKey", "createAutomationKey", "updateAutomationKey"]);
    expect(sandbox.tenant.keys).toHaveLength(10);
    const refused = await stack.destroy();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain("protected");
    expect(sandbox.tenant.users.some(({ userId }) => userId === alice)).toBe(true);
  });
});
