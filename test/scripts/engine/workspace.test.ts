import { access, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, vi } from "vitest";
import { engineIn } from "../../../scripts/engine/engine";
import type { Call } from "../../../scripts/engine/results";
import {
  cleanEnvironment,
  createWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from "../../../scripts/engine/workspace";
import { fakeEngine } from "../../support/fake-engine";
import { test as base } from "../../support/temporary-folder";

/** A `pulumi` that notes its arguments, what it reads and its environment, and says what the test wants. */
const RECORD = (folder: string) =>
  `echo "$*|$(cat)" >> ${folder}/calls; env > ${folder}/environment; [ -f ${folder}/says ] && . ${folder}/says; exit 0`;

const PROGRAM = { "index.js": "" };

interface Setup {
  readonly create: (options?: Partial<WorkspaceOptions>) => Promise<Workspace>;
  readonly calls: () => Promise<string[]>;
  /** What `pulumi` does from now on, as a shell script. */
  readonly says: (script: string) => Promise<void>;
}

const test = base.extend<{ setup: Setup }>({
  setup: async ({ folder }, use) => {
    await fakeEngine(folder, "", RECORD(folder));
    const engine = engineIn(folder, "3.232.0", "cache", process.env);
    const workspaces: Workspace[] = [];
    await use({
      create: async (options) => {
        const workspace = await createWorkspace({ engine, program: PROGRAM, ...options });
        workspaces.push(workspace);
        return workspace;
      },
      calls: async () => (await readFile(path.join(folder, "calls"), "utf8")).trim().split("\n"),
      says: (text) => writeFile(path.join(folder, "says"), text),
    });
    for (const workspace of workspaces) await workspace.dispose();
  },
});

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

describe("A workspace", () => {
  test("hands secrets over by stdin, never as an argument", async ({ setup }) => {
    const workspace = await setup.create({ secrets: { "apptego:tokenSecret": "hush" } });
    await workspace.setSecret("apptego:other", "quiet");

    expect(await setup.calls()).toEqual([
      "stack init dev --non-interactive|",
      "config set --secret apptego:tokenSecret|hush",
      "config set --secret apptego:other|quiet",
    ]);
  });

  test("keeps state, plugins and settings in its own folder", async ({ setup, folder }) => {
    vi.stubEnv("PULUMI_ACCESS_TOKEN", "someone's");
    vi.stubEnv("APPTEGO_TOKEN_SECRET", "someone's");
    const workspace = await setup.create({ env: { EXTRA: "1" } });
    vi.unstubAllEnvs();
    const environment = await readFile(path.join(folder, "environment"), "utf8");

    expect(environment).not.toContain("someone's");
    expect(environment).toContain(`PULUMI_BACKEND_URL=file://${workspace.folder}/backend\n`);
    expect(environment).toContain(`PULUMI_HOME=${workspace.folder}/home\n`);
    expect(environment).toContain(`TMPDIR=${workspace.folder}/tmp\n`);
    expect(environment).toContain(`PATH=${folder}:`);
    expect(environment).toContain("EXTRA=1\n");
    expect(environment).toContain("PULUMI_SKIP_UPDATE_CHECK=true\n");
  });

  test("is gone when it is disposed of", async ({ setup }) => {
    const workspace = await setup.create();
    expect(await exists(workspace.folder)).toBe(true);
    await workspace.dispose();

    expect(await exists(workspace.folder)).toBe(false);
  });

  test("ends the calls that still run when it is disposed of", async ({ setup }) => {
    const workspace = await setup.create();
    await setup.says("echo started; sleep 1000");
    const call = await new Promise<Call>((resolve) => {
      const started = workspace.startUp([], { onOutput: () => resolve(started) });
    });
    await workspace.dispose();

    expect(await call.ended).toMatchObject({ exitCode: undefined, stdout: "started\n" });
    expect(await exists(workspace.folder)).toBe(false);
  });

  test("leaves nothing behind when it can't be made", async ({ setup, folder }) => {
    await setup.says("echo 'error: no' >&2; exit 1");

    await expect(setup.create()).rejects.toThrow("pulumi stack init dev: error: no");
    const environment = await readFile(path.join(folder, "environment"), "utf8");
    const home = /^PULUMI_HOME=(.*)$/m.exec(environment)?.[1] ?? "";
    expect(home).not.toBe("");
    expect(await exists(path.dirname(home))).toBe(false);
  });

  test("tells how a call ended and what it changed", async ({ setup }) => {
    const workspace = await setup.create();
    await setup.says("printf 'Resources:\\n    + 2 created\\n'; echo broken >&2; exit 255");

    expect(await workspace.up()).toMatchObject({
      exitCode: 255,
      stderr: "broken\n",
      changes: { create: 2, same: 0 },
    });
  });

  test("only looks when a refresh is to tell", async ({ setup }) => {
    const workspace = await setup.create();
    await workspace.refresh({ previewOnly: true });
    await workspace.refresh();

    expect((await setup.calls()).slice(1)).toEqual([
      "refresh --preview-only --non-interactive --suppress-progress --color never|",
      "refresh --yes --skip-preview --non-interactive --suppress-progress --color never|",
    ]);
  });
});

describe("The traces of a workspace", () => {
  test("hold what was printed and written", async ({ setup }) => {
    const workspace = await setup.create();
    await setup.says("echo shown; echo warned >&2; echo stored > $PULUMI_HOME/file");
    await workspace.up();
    const traces = await workspace.traces();

    expect(traces.get("stdout of call 1 (up)")).toBe("shown\n");
    expect(traces.get("stderr of call 1 (up)")).toBe("warned\n");
    expect(traces.get(path.join("home", "file"))).toBe("stored\n");
    expect([...traces.keys()].filter((where) => where.includes("node_modules"))).toEqual([]);
  });

  test("leave out what was asked to show secrets", async ({ setup }) => {
    const workspace = await setup.create();
    await setup.says(`echo '{"password":"hush"}'`);

    expect(await workspace.outputs()).toEqual({ password: "hush" });
    expect([...(await workspace.traces()).values()].join()).not.toContain("hush");
  });
});

describe("A clean environment", () => {
  test("leads nowhere else", () => {
    expect(
      cleanEnvironment({
        PATH: "/bin",
        HOME: "/home",
        PULUMI_STACK: "x",
        APPTEGO_LOG: "x",
        NODE_OPTIONS: "x",
        VITEST: "1",
      }),
    ).toEqual({ PATH: "/bin", HOME: "/home" });
  });
});
