import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execaSync } from "execa";
import { describe, expect } from "vitest";
import { parse } from "yaml";
import { selectObjects } from "../../../provider/cli/export/objects";
import { FORMS, projectFiles } from "../../../provider/cli/export/project";
import { forYaml } from "../../../provider/cli/export/yaml";
import { scratchFolder } from "../../support/connection";
import { HOSTILE_SEED } from "../../support/export";
import { test } from "../../support/tenant";

const ROOT = path.resolve(__dirname, "../../..");

test.override({ sandboxOptions: { seed: HOSTILE_SEED } });

describe("The exported project", () => {
  test("compiles, in either form", async ({ tenant }) => {
    const selection = await selectObjects(tenant, {});
    const folder = scratchFolder();
    mkdirSync(path.join(folder, "node_modules"));
    for (const name of ["@pulumi", "@types", "typescript"])
      symlinkSync(path.join(ROOT, "node_modules", name), path.join(folder, "node_modules", name), "junction");
    symlinkSync(ROOT, path.join(folder, "node_modules", "pulumi-apptego"), "junction");
    for (const form of FORMS) {
      mkdirSync(path.join(folder, form));
      const chosen = form === "yaml" ? forYaml(selection) : selection;
      const files = projectFiles(form, chosen, { project: "Acme.Tenant", tenantId: tenant.id });
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, form, name), text);
      expect(parse(files["Pulumi.yaml"] ?? "")).toMatchObject({ name: "Acme.Tenant", runtime: "nodejs" });
    }
    const both = { extends: "./typescript/tsconfig.json", files: FORMS.map((form) => `${form}/index.ts`) };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(both));

    const tsc = [path.join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder];
    const { stdout, exitCode } = execaSync("node", tsc, { reject: false });

    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 0 });
  });

  test("is the same each time", async ({ tenant }) => {
    const target = { project: "acme", tenantId: tenant.id };
    const first = projectFiles("typescript", await selectObjects(tenant, {}), target);
    tenant.tokens.changed();

    expect(projectFiles("typescript", await selectObjects(tenant, {}), target)).toEqual(first);
  });
});
