import { readFile, realpath, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, inject } from "vitest";
import { startSandbox } from "../../provider/sandbox";
import { NO_CHANGES } from "../../scripts/engine/changes";
import { type NodeLine, type PackageManager, PULUMI, test } from "../support/packed";

const resources = `
const token = new apptego.ApiToken("ci", { permissions: ["Builds"] });
new apptego.User("alice", { email: "alice@acme.test", permissions: ["build_applications"] });
new apptego.SamlGroupMapping("admins", { groupName: "apptego-admins", permissions: [apptego.Permission.Builds] });
new apptego.AutomationKey("pipeline", { enabled: true });`;

interface Language {
  readonly name: string;
  readonly program: Readonly<Record<string, string>>;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const commonJs: Language = {
  name: "CommonJS",
  program: {
    "index.js": `const apptego = require("pulumi-apptego");
      ${resources}
      exports.node = process.version;
      exports.authorization = token.authorization;
      exports.tenants = apptego.getTenants().then((tenants) => tenants.length);`,
  },
  manifest: { main: "index.js" },
};
const esModules: Language = {
  name: "ES modules",
  program: {
    "index.js": `import * as apptego from "pulumi-apptego";
      import { getTenants } from "pulumi-apptego";
      ${resources}
      export const node = process.version;
      export const authorization = token.authorization;
      export const tenants = getTenants().then((found) => found.length);`,
  },
  manifest: { main: "index.js", type: "module" },
};
const typeScript: Language = {
  name: "TypeScript",
  program: {
    "index.ts": `import * as apptego from "pulumi-apptego";
      import type { Output } from "@pulumi/pulumi";
      ${resources}
      export const node: string = process.version;
      export const authorization: Output<string> = token.authorization;
      export const tenants = apptego.getTenantsOutput().apply((found): number => found.length);`,
  },
  manifest: { main: "index.ts" },
  dependencies: { typescript: "5.9.3", "@types/node": "20.19.43" },
};

interface Way {
  readonly manager: PackageManager;
  readonly language: Language;
  readonly node: NodeLine;
  readonly pulumi: string;
}

// Each manager, language, Node and Pulumi is tried at least once: an install takes half a minute, so not
// each with each.
const ways: readonly Way[] = [
  { manager: "npm", language: commonJs, node: 20, pulumi: PULUMI.built },
  { manager: "pnpm", language: esModules, node: 20, pulumi: PULUMI.oldest },
  { manager: "npm", language: typeScript, node: 24, pulumi: PULUMI.latest },
];

/** Writes down, in every process that loads the runtime, which file that is and which Node runs it. */
const WITNESS = `const Module = require("node:module");
const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (request === "pulumi-apptego/runtime") {
    const file = Module._resolveFilename(request, parent, isMain);
    require("node:fs").appendFileSync(__filename + ".log", process.version + " " + file + "\\n");
  }
  return load.call(this, request, parent, isMain);
};`;

const SANDBOX_ALONE = `require("pulumi-apptego/sandbox").startSandbox().then(async (sandbox) => {
  const { authorization } = sandbox.credentials;
  const { status } = await fetch(sandbox.url + "/get_tenants", { headers: { authorization } });
  await sandbox.close();
  const pulumi = Object.keys(require.cache).filter((file) => /node_modules.@pulumi.pulumi./.test(file));
  console.log(JSON.stringify({ status, pulumi }));
});`;

const PROGRAM = `import * as apptego from "pulumi-apptego";
import type { Output } from "@pulumi/pulumi";
const token = new apptego.ApiToken("ci", { permissions: ["Builds", apptego.Permission.Certificates] });
export const key: Output<string> = token.tokenKey;
// @ts-expect-error no such permission
new apptego.ApiToken("wrong", { permissions: ["Bilds"] });
// @ts-expect-error the types are real: "any" would have every output
token.nothing;
`;
const CONSUMER = `${PROGRAM}
import { startSandbox, type Sandbox } from "pulumi-apptego/sandbox";
export const sandbox: Promise<Sandbox> = startSandbox({ plan: "TEAM" });
`;

const resolutions = {
  nodenext: { module: "nodenext", files: ["consumer.cts", "consumer.mts"] },
  // What projects of older Pulumi templates have: without esModuleInterop, zod's types don't compile.
  node10: { module: "commonjs", moduleResolution: "node10", esModuleInterop: false, files: ["program.ts"] },
  bundler: { module: "esnext", moduleResolution: "bundler", files: ["consumer.mts"] },
};

describe("The package, installed as users install it,", () => {
  test.for(
    ways.map(
      (way) =>
        [
          `by ${way.manager}, on Node ${way.node}, with @pulumi/pulumi ${way.pulumi}, from ${way.language.name}`,
          way,
        ] as const,
    ),
  )("works %s", async ([, way], { packed, startStack, onTestFinished }) => {
    const { manager, language, node, pulumi } = way;
    const sandbox = await startSandbox({ plan: "ENTERPRISE" });
    onTestFinished(sandbox.close);
    const empty = structuredClone(sandbox.tenant);
    const PATH = [await packed.nodeFolder(node), inject("engine").env["PATH"]].join(path.delimiter);
    const stack = await startStack({ program: language.program, tenant: sandbox, env: { PATH } });
    const installed = await packed.install({ ...language, folder: stack.project, manager, node, pulumi });
    expect(await installed.execute("apptego", "--help")).toMatch(/^Usage: apptego /);
    expect(JSON.parse(await installed.node("-e", SANDBOX_ALONE))).toEqual({ status: 200, pulumi: [] });

    const manifest = path.join(stack.project, "node_modules/pulumi-apptego/package.json");
    expect(await readFile(manifest, "utf8")).not.toMatch(/"(pre|post)?install":/);

    const witness = path.join(stack.folder, "witness.cjs");
    await writeFile(witness, WITNESS);
    const env = { NODE_OPTIONS: `--require "${witness}"` };

    const up = await stack.up([], { env });
    expect(up, up.stdout + up.stderr).toMatchObject({ exitCode: 0, changes: { ...NO_CHANGES, create: 5 } });
    expect(await stack.outputs()).toEqual({
      node: expect.stringMatching(`^v${node}\\.`),
      authorization: expect.stringMatching(/^Bearer /),
      tenants: 1,
    });
    const runtime = path.join(stack.project, "node_modules/pulumi-apptego/dist/pulumi/runtime.js");
    const witnessed = new Set((await readFile(`${witness}.log`, "utf8")).trim().split("\n"));
    expect([...witnessed]).toEqual([
      `${(await installed.node("--version")).trim()} ${await realpath(runtime)}`,
    ]);

    const writes = sandbox.calls.writes().length;
    const nothing = { exitCode: 0, changes: { ...NO_CHANGES, same: 5 } };
    expect(await stack.preview()).toMatchObject(nothing);
    expect(await stack.refresh()).toMatchObject(nothing);
    expect(sandbox.calls.writes()).toHaveLength(writes);

    expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NO_CHANGES, delete: 5 } });
    const { users, tokens, mappings, keys } = sandbox.tenant;
    expect({ users, tokens, mappings, keys }).toEqual({
      users: empty.users,
      tokens: empty.tokens,
      mappings: [],
      keys: [],
    });
  });

  test("has types that compile whole under every module resolution", async ({ packed }) => {
    const { folder, execute } = await packed.install({
      manager: "pnpm",
      node: 20,
      pulumi: PULUMI.oldest,
      dependencies: typeScript.dependencies ?? {},
    });
    for (const file of ["consumer.cts", "consumer.mts"]) await writeFile(path.join(folder, file), CONSUMER);
    await writeFile(path.join(folder, "program.ts"), PROGRAM);
    for (const [name, { files, ...options }] of Object.entries(resolutions)) {
      const strict = { target: "es2022", strict: true, skipLibCheck: false, noEmit: true, types: ["node"] };
      const config = { compilerOptions: { ...strict, ...options }, files };
      await writeFile(path.join(folder, `tsconfig.${name}.json`), JSON.stringify(config));
    }

    const compile = (name: string) => execute("tsc", "--project", `tsconfig.${name}.json`);
    expect(await Promise.all(Object.keys(resolutions).map(compile))).toEqual(["", "", ""]);
  });
});
