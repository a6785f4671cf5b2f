import { describe, expect, test } from "vitest";
import { readDeployment } from "../../../provider/cli/stacks/deployment";
import { ENCRYPTED } from "../../../provider/cli/stacks/secret-values";
import { exportOf, recordedState, storedResource, storedSecret } from "../../support/states";

const read = (...resources: object[]) => readDeployment("dev", exportOf(resources)).resources;

interface Stored {
  readonly urn: string;
  readonly id?: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The resources as the export says them. */
function storedIn(text: string): readonly Stored[] {
  return (JSON.parse(text) as { deployment: { resources: Stored[] } }).deployment.resources;
}

describe("A state", () => {
  test("of the real engine is read whole", () => {
    const { text } = recordedState("whole");
    const { source, resources, pending } = readDeployment("dev", text);
    const stored = (name: string) => storedIn(text).find(({ urn }) => urn.endsWith(`::${name}`));
    const [legacy, ci] = [stored("legacy"), stored("ci")];
    const { createdAt, name } = ci?.outputs ?? {};

    expect([source, pending]).toEqual(["dev", []]);
    expect(resources.map(({ type, name: resource }) => `${type} ${resource}`).sort()).toEqual([
      "ApiToken ci",
      "ApiToken deploy",
      "ApiToken legacy",
      "AutomationKey pipeline",
      "SamlGroupMapping devs",
      "User alice",
    ]);
    expect(legacy?.id).toBeTypeOf("string");
    expect(resources.find((resource) => resource.name === "legacy")).toMatchObject({
      ...{ id: legacy?.id, imported: legacy?.id },
      secrets: { tokenSecret: "missing", authorization: "missing" },
    });
    expect(name).toMatch(/^ci \[pu-/);
    expect(resources.find((resource) => resource.name === "ci")).toEqual({
      urn: "urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/apptego:ApiToken::ci",
      ...{ type: "ApiToken", name: "ci", id: ci?.id },
      ...{ unresolved: false, protect: false, retainOnDelete: false, pendingDelete: false, initErrors: [] },
      inputs: { name, permissions: ["build_applications"] },
      outputs: { createdAt, name, permissions: ["build_applications"], tokenKey: ci?.id },
      secrets: { tokenSecret: "encrypted", authorization: "encrypted" },
      secretInputs: [],
      adapter: 'exports.handler = () => require("pulumi-apptego/runtime").ApiToken',
      tenantId: ci?.outputs["__tenant"],
      createdAt,
      imported: undefined,
      parent: "urn:pulumi:dev::engine-test::pulumi:pulumi:Stack::engine-test-dev",
    });
  });

  test("tells what is unresolved, and what couldn't be finished", () => {
    const { resources } = readDeployment("dev", recordedState("troubled").text);

    expect(resources.filter(({ unresolved }) => unresolved).map(({ name }) => name)).toEqual(["lost"]);
    expect(resources.filter(({ initErrors }) => initErrors.length > 0).map(({ name }) => name)).toEqual([
      "bob",
      "lost",
    ]);
  });

  test("tells of protection and of what is still to be deleted, in components too", () => {
    const nested = "apptego:index:TenantAccess$";
    const [one, two] = read(
      storedResource("User", "acme-user-a::b", { protect: true, parent: "urn:parent" }, nested),
      storedResource("User", "old", { delete: true, retainOnDelete: true }),
    );

    expect(one).toMatchObject({
      name: "acme-user-a::b",
      protect: true,
      pendingDelete: false,
      parent: "urn:parent",
    });
    expect(two).toMatchObject({ name: "old", protect: false, pendingDelete: true, retainOnDelete: true });
  });

  test("leaves out what belongs to other providers", () => {
    const other = {
      urn: "urn:pulumi:dev::acme::aws:s3/bucket:Bucket::b",
      type: "aws:s3/bucket:Bucket",
      custom: true,
    };
    const unknown = storedResource("toString", "x");

    expect(read(other, unknown)).toEqual([]);
  });

  test("tells secrets that stand in it in the clear, and keeps no credential's value", () => {
    const outputs = {
      tokenSecret: "s3cr3t-canary",
      authorization: storedSecret({ plaintext: "Bearer s3cr3t-canary" }),
    };
    const [token] = read(storedResource("ApiToken", "ci", { outputs }));

    expect(token?.secrets).toEqual({ tokenSecret: "clear", authorization: "encrypted" });
    expect(JSON.stringify(token)).not.toContain("canary");
  });

  test("has a symbol where an input is encrypted, and the value where it was decrypted", () => {
    const user = (email: object) => storedResource("User", "a", { inputs: { email }, outputs: { email } });
    const told: unknown[] = [];
    const text = exportOf([user(storedSecret({ plaintext: "a@acme.test" }))]);

    expect(read(user(storedSecret({ ciphertext: "v1:x" })))[0]).toMatchObject({
      ...{ inputs: { email: ENCRYPTED }, outputs: { email: ENCRYPTED }, secretInputs: ["email"] },
    });
    expect(readDeployment("dev", text, (value) => told.push(value)).resources[0]?.inputs).toEqual({
      email: "a@acme.test",
    });
    expect(told).toEqual(["a@acme.test", "a@acme.test"]);
  });

  test("tells what an interrupted run was working on", () => {
    const operation = (resource: object) => ({ type: "creating", resource });
    const pending_operations = [
      operation(storedResource("User", "a")),
      operation({ urn: "u", type: "aws:x" }),
    ];

    expect(readDeployment("dev", exportOf([], { pending_operations })).pending).toEqual([
      { urn: storedResource("User", "a").urn, operation: "creating" },
    ]);
  });
});

describe("A state of another form", () => {
  const deployment = { resources: [storedResource("User", "a")] };

  test.each([1, 2, 3, 4])("with version %d is read", (version) => {
    expect(readDeployment("dev", JSON.stringify({ version, deployment })).resources).toHaveLength(1);
  });

  test("that a file backend keeps is read too", () => {
    const checkpoint = { stack: "organization/acme/dev", latest: deployment };

    expect(readDeployment("x.json", JSON.stringify({ version: 3, checkpoint })).resources).toHaveLength(1);
  });

  test.each([
    { version: 3, deployment: null },
    { version: 3, deployment: {} },
    { version: 3, checkpoint: {} },
  ])("that is empty, %j, holds nothing", (empty) => {
    expect(readDeployment("dev", JSON.stringify(empty)).resources).toEqual([]);
  });

  test.each([
    ["s3cr3t-canary", "Reading the state of dev: it is no JSON."],
    ["{}", "Reading the state of dev: version: this release knows the versions 1 to 4"],
    ['{"version": 9, "deployment": {}}', "use a newer pulumi-apptego"],
    ['{"version": 3}', "it has neither deployment nor checkpoint"],
    ["[]", "Reading the state of dev: the whole: "],
    [exportOf([{ type: "x" }]), "deployment.resources.0.urn: "],
  ])("like %s is refused, with what to do", (text, said) => {
    expect(() => readDeployment("dev", text)).toThrow(said);
    expect(() => readDeployment("dev", text)).toThrow("`pulumi stack export --stack <name>`");
    expect(() => readDeployment("dev", text)).not.toThrow("canary");
  });
});
