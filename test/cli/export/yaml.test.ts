import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { type Exported, selectObjects } from "../../../provider/cli/export/objects";
import { COMPONENT, forYaml, tenantYaml } from "../../../provider/cli/export/yaml";
import { TenantAccess } from "../../../provider/index";
import { readTenantAccess } from "../../../provider/tenant-access/read";
import { scratchFolder } from "../../support/connection";
import { HOSTILE_SEED } from "../../support/export";
import { run } from "../../support/program";
import { test } from "../../support/tenant";

test.override({ sandboxOptions: { seed: HOSTILE_SEED } });

function fileOf(objects: readonly Exported[]): string {
  const file = path.join(scratchFolder(), "tenant.yaml");
  writeFileSync(file, tenantYaml(objects, "By a test."));
  return file;
}

describe("tenant.yaml", () => {
  test("says each object with its id, whatever the names hold", async ({ tenant }) => {
    const { objects, skipped } = forYaml(await selectObjects(tenant, {}));

    const read = readTenantAccess(fileOf(objects));

    const ids = Object.values(read).flatMap((section) =>
      Object.values(section as Record<string, { import?: string }>).map((entry) => entry.import),
    );
    expect(ids.sort()).toEqual(objects.map(({ id }) => id).sort());
    expect(read.groups["true"]).toMatchObject({ permissions: [] });
    expect(read.keys["ci-3"]).toMatchObject({ name: "ci", enabled: false });
    expect(read.users["owner@acme.test"]).toMatchObject({ protect: true });
    expect(skipped.map(({ title }) => title).sort()).toEqual(["__proto__", "acme-*"]);
  });

  test("names the resources as the component does", async ({ tenant }) => {
    const { objects } = forYaml(await selectObjects(tenant, {}));

    const { registered, failure } = await run(() => TenantAccess.fromFile(fileOf(objects)));

    expect(failure).toBeUndefined();
    const names = registered.filter(({ type }) => type !== COMPONENT.type).map(({ name }) => name);
    expect(names.sort()).toEqual(objects.map(COMPONENT.childName).sort());
  });

  test("has an entry a line, and explains rotateOn above the credentials", async ({ tenant }) => {
    const { objects } = forYaml(await selectObjects(tenant, {}));

    const text = tenantYaml(objects, "By a test.");

    const entries = text.split("\n").filter((line) => /^ {2}[^ #]/.test(line));
    expect(entries).toHaveLength(objects.length);
    expect(text).toMatch(/^# .*rotateOn[\s\S]*^tokens:$/m);
    expect(text).toMatch(/^users:\n {2}# Owns the tenant|^ {2}# Owns the tenant/m);
  });
});
