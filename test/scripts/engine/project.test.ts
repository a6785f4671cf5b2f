import { mkdir, readdir, readFile, realpath, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { CHECKOUT, setUpProject } from "../../../scripts/engine/project";
import { test } from "../../support/temporary-folder";

describe("A project", () => {
  test("is made of its files, with the settings that they need", async ({ folder }) => {
    await setUpProject(folder, { "index.ts": "export {};", "lib/deep.ts": "" });

    expect((await readdir(folder)).sort()).toEqual(
      ["Pulumi.yaml", "index.ts", "lib", "node_modules", "package.json", "tsconfig.json"].sort(),
    );
    expect(await readFile(path.join(folder, "package.json"), "utf8")).toContain('"main":"index.ts"');
    expect(await readFile(path.join(folder, "Pulumi.yaml"), "utf8")).toContain("typescript: true");
  });

  test("keeps the settings that it brings", async ({ folder }) => {
    await setUpProject(folder, { "index.js": "", "Pulumi.yaml": "name: mine\nruntime: nodejs\n" });

    expect(await readFile(path.join(folder, "Pulumi.yaml"), "utf8")).toBe("name: mine\nruntime: nodejs\n");
  });

  test("is copied from a folder, without its stacks and its node_modules", async ({ folder }) => {
    const source = path.join(folder, "source");
    await mkdir(path.join(source, "node_modules", "left"), { recursive: true });
    for (const name of ["Pulumi.yaml", "Pulumi.dev.yaml", "index.js"])
      await writeFile(path.join(source, name), "name: copied\n");
    const project = path.join(folder, "project");
    await setUpProject(project, source);

    expect((await readdir(project)).sort()).toEqual(["Pulumi.yaml", "index.js", "node_modules"]);
    expect(await readdir(path.join(project, "node_modules"))).not.toContain("left");
  });

  test("imports this checkout, and what it asks for, without an install", async ({ folder }) => {
    await setUpProject(folder, { "index.js": "" }, ["yaml"]);
    const linked = (name: string) => realpath(path.join(folder, "node_modules", name));

    expect(await linked("pulumi-apptego")).toBe(CHECKOUT);
    expect(await linked("@pulumi/pulumi")).toBe(path.join(CHECKOUT, "node_modules", "@pulumi", "pulumi"));
    expect(await linked("yaml")).toBe(path.join(CHECKOUT, "node_modules", "yaml"));
  });
});
