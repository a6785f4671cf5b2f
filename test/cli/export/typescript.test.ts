import { readFileSync } from "node:fs";
import path from "node:path";
import { compileFunction } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { describe, expect } from "vitest";
import { selectObjects } from "../../../provider/cli/export/objects";
import { typescriptProgram } from "../../../provider/cli/export/typescript";
import * as apptego from "../../../provider/index";
import { HOSTILE_SEED } from "../../support/export";
import { run } from "../../support/program";
import { test } from "../../support/tenant";

test.override({ sandboxOptions: { seed: HOSTILE_SEED } });

/** Runs the program's text with our classes, in a stack whose resources nobody creates. */
async function registeredBy(text: string, configuration: Readonly<Record<string, string>> = {}) {
  const { outputText } = transpileModule(text, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  const modules: Readonly<Record<string, unknown>> = { "@pulumi/pulumi": pulumi, "pulumi-apptego": apptego };
  const program = compileFunction(outputText, ["require", "exports"]) as (
    require: (name: string) => unknown,
    exports: object,
  ) => void;
  return run(() => program((name) => modules[name], {}), {
    "apptego:tenantId": "0123456789abcdef0123456789abcdef",
    "apptego:tokenKey": "tok_program",
    "apptego:tokenSecret": "s3cr3t-of-the-program",
    "apptego:baseUrl": "http://127.0.0.1:1/frontend",
    ...configuration,
  });
}

describe("The TypeScript program", () => {
  test("declares each object by the name and id it has, whatever the names hold", async ({ tenant }) => {
    const { objects } = await selectObjects(tenant, {});

    const { registered, failure } = await registeredBy(typescriptProgram(objects, "Written by a test."));

    expect(failure).toBeUndefined();
    expect(registered).toHaveLength(objects.length);
    for (const { kind, name, title, id, isNamed, permissions } of objects) {
      const type = { user: "User", token: "ApiToken", mapping: "SamlGroupMapping", key: "AutomationKey" }[
        kind
      ];
      const identity = { user: "email", token: "name", mapping: "groupName", key: "name" }[kind];
      const one = registered.find((it) => it.type.endsWith(`:${type}`) && it.name === name);
      expect(one?.inputs).toMatchObject({
        ...{ __import: id, ...(permissions && { permissions }), ...(isNamed && { [identity]: title }) },
      });
      if (!isNamed) expect(one?.inputs).not.toHaveProperty(identity);
    }
  });

  test("rotates what the configuration dates", async ({ tenant }) => {
    const { objects } = await selectObjects(tenant, { kinds: ["token"] });
    const dates = JSON.stringify({ constructor: "2031-02-03" });

    const { registered } = await registeredBy(typescriptProgram(objects, "By a test."), {
      "apptego-rotate:dates": dates,
    });

    const rotated = registered.filter(({ inputs }) => inputs["rotateOn"] !== undefined);
    expect(rotated).toMatchObject([{ name: "constructor", inputs: { rotateOn: { date: "2031-02-03" } } }]);
  });

  test("explains rotateOn above the credentials, and protects with a reason", async ({ tenant, sandbox }) => {
    const text = typescriptProgram((await selectObjects(tenant, {})).objects, "By a test.");

    expect(text).toMatch(/\/\/ .*`rotateOn` issues a new credential/);
    expect(text).toMatch(/\/\/ Owns the tenant[^\n]*\nnew apptego\.User\([^;]*protect: true/);
    expect(text).toMatch(
      new RegExp(
        `// The token that was in use(?:[^\\n]*\\n// )?[^\\n]*\\nnew [^;]*${sandbox.credentials.tokenKey}[^;]*protect: true`,
      ),
    );
  });

  test("reads the date of a rotation as docs/rotate.md says", async ({ tenant }) => {
    const text = typescriptProgram((await selectObjects(tenant, {})).objects, "By a test.");
    const [helper = "none"] = /^const dates = [\s\S]*?^}$/m.exec(text) ?? [];

    expect(readFileSync(path.resolve(__dirname, "../../../docs/rotate.md"), "utf8")).toContain(helper);
  });

  test("imports Pulumi only where it has credentials", async ({ tenant }) => {
    const { objects } = await selectObjects(tenant, { kinds: ["user"] });

    expect(typescriptProgram(objects, "By a test.")).not.toContain("@pulumi/pulumi");
  });
});
