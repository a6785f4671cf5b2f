import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import type { ImportFile } from "../../provider/cli/export/import-file";
import { environmentOf, runCommand } from "../support/command";
import { scratchFolder } from "../support/connection";
import { HOSTILE_SEED } from "../support/export";
import type { Stack } from "../support/pulumi";
import { NOTHING, test } from "../support/story";

const OBJECTS = 150;
const PROVIDER = "00000000-0000-4000-8000-000000000000";

/** The state that `pulumi import --file` of a CLI from 3.254 on makes of the file. */
async function importedBy(file: ImportFile, stack: Stack) {
  const exported = await stack.export();
  const urn = (types: string, name: string) => `urn:pulumi:dev::acme-tenant::${types}::${name}`;
  const root = urn("pulumi:pulumi:Stack", "acme-tenant-dev");
  const provider = urn("pulumi:providers:pulumi-nodejs", "default");
  const component = file.resources.find((one) => one.component);
  const resources = file.resources.map(({ type, name, id, parent, inputs, outputs }) => ({
    urn: urn(parent === undefined ? type : `${component?.type ?? ""}$${type}`, name),
    ...{ type, inputs, outputs },
    ...(id === undefined ? { custom: false } : { custom: true, id, provider: `${provider}::${PROVIDER}` }),
    parent: parent === undefined ? root : urn(component?.type ?? "", parent),
  }));
  const ours = [
    { urn: root, type: "pulumi:pulumi:Stack", custom: false },
    { urn: provider, type: "pulumi:providers:pulumi-nodejs", id: PROVIDER, custom: true },
  ];
  return { ...exported, deployment: { ...exported.deployment, resources: [...ours, ...resources] } };
}

test.override({ sandboxOptions: { seed: HOSTILE_SEED } });

describe("An exported tenant of 150 objects", () => {
  test("is taken over by one up without a write, and then there is nothing to do", async ({
    sandbox,
    startStack,
  }) => {
    const { portal } = sandbox;
    const permissions = ["build_applications"];
    for (let at = 0; at < 97; at++) portal.addUser({ email: `user-${at}@acme.test`, permissions });
    for (let at = 0; at < 11; at++) portal.addToken({ name: `token ${at}`, permissions });
    for (let at = 0; at < 8; at++) portal.addKey({ name: `key ${at % 2}` });
    portal.renameMapping({ group: "acme-*", name: "acme-all" });
    for (let at = 0; at < 15; at++) portal.addMapping({ group: `group ${at}`, permissions });
    const { users, tokens, mappings, keys } = sandbox.tenant;
    expect(users.length + tokens.length + mappings.length + keys.length).toBe(OBJECTS);
    const folder = scratchFolder();
    const world = { cwd: folder, env: environmentOf(sandbox) };
    const named = ["--name", "acme-tenant", "--match", "*"];
    const typescript = await runCommand(["export", "--dir", "ts", ...named], world);
    const yaml = await runCommand(["export", "--dir", "yaml", "--to", "yaml", ...named], world);
    expect(typescript).toMatchObject({ exitCode: 0 });
    expect(yaml.stdout).toContain("Left out: SAML group mapping __proto__");
    sandbox.calls.clear();

    const stack = await startStack({ program: path.join(folder, "ts"), tenant: sandbox });
    const up = await stack.up();

    expect(up, up.stdout + up.stderr).toMatchObject({
      ...{ exitCode: 0, changes: { ...NOTHING, create: OBJECTS + 1 } },
    });
    expect(sandbox.calls.writes()).toEqual([]);
    sandbox.calls.clear();
    expect(await stack.preview()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: OBJECTS + 1 } });
    expect(sandbox.calls.operations()).toEqual([]);

    const file = JSON.parse(readFileSync(path.join(folder, "yaml", "import.json"), "utf8")) as ImportFile;
    const other = await startStack({ program: path.join(folder, "yaml"), tenant: sandbox });
    expect(await other.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create: OBJECTS + 1 } }); // the component counts, and a group called __proto__ is left out
    await other.import(await importedBy(file, other));
    const imported = await other.preview();
    expect(imported, imported.stdout).toMatchObject({
      exitCode: 0,
      changes: { ...NOTHING, same: OBJECTS + 1 },
    });
    expect(sandbox.calls.writes()).toEqual([]);

    const rotate = ["rotate", "--stack", "dev", "--max-age", "0d", "--match", "日本語"];
    const here = { cwd: stack.project, env: stack.env };
    const applied = await runCommand([...rotate, "--apply"], here);
    expect(applied, applied.stderr).toMatchObject({ exitCode: 0 });
    const again = await runCommand(rotate, here);
    expect(again).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("asks for it: run") });
    portal.deleteKey({ key: "key 0" }); // at 10 of 10 keys there would be no room for a new one
    const rotated = await stack.up(); // with the option `import` still there
    expect(rotated, rotated.stdout).toMatchObject({
      exitCode: 0,
      changes: { replace: 1, same: OBJECTS },
    });
    const { resources } = (await stack.export()).deployment;
    const withSecret = resources.filter(({ outputs }) => outputs["authorization"] !== undefined);
    expect(withSecret.map(({ urn }) => urn.split("::").at(-1))).toEqual(["日本語"]);
    expect(sandbox.tenant.keys.filter(({ name }) => name === "日本語")).toHaveLength(1);
    expect(sandbox.tenant.keys.some(({ keyId }) => keyId === "tok-key-2")).toBe(false);
    expect(await runCommand([...rotate, "--output", "json"], here)).toMatchObject({
      ...{ exitCode: 0, stdout: expect.stringContaining("it was rotated today") },
    });
  });
});
