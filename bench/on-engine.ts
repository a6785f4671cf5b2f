import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import type { Sandbox } from "../provider/sandbox";
import { NO_CHANGES } from "../scripts/engine/changes";
import type { Engine } from "../scripts/engine/engine";
import { run } from "../scripts/engine/process-group";
import { CHECKOUT } from "../scripts/engine/project";
import type { CallResult } from "../scripts/engine/results";
import { createWorkspace, type Workspace } from "../scripts/engine/workspace";
import { differenceOf, driftByHand, environmentOf, type Performer } from "./performer";
import type { Contestant, Operation } from "./plan";
import { wishOf } from "./wish";

/** The command, as the package installs it. */
export const APPTEGO = path.join(CHECKOUT, "dist/cli/main.js");

const WISH = "wish.json";
const CONTRACT = "contract.yaml";
const BEYOND_LIMITS = stringify({ limits: { apiTokens: 10_000, automationKeys: 10_000 } });
const DRIFT_FOUND = 2; // docs/drift.md
const NO_DRIFT: readonly number[] = [0, 3]; // in sync; the tenant holds what no stack does, its owner here
const NOT_FOUND = "the change that was made by hand wasn't found";

type Ended = Pick<CallResult, "exitCode" | "stdout" | "stderr" | "changes">;

/** A contestant's stack on the real engine. */
export interface EnginePerformer extends Performer {
  readonly workspace: Workspace;
}

/** Makes a stack for a contestant's program. @throws Error where `pulumi stack init` fails */
export async function onEngine(
  contestant: Exclude<Contestant, "curl">,
  { engine, sandbox, size }: { readonly engine: Engine; readonly sandbox: Sandbox; readonly size: number },
): Promise<EnginePerformer> {
  const program = await readFile(path.join(import.meta.dirname, `programs/${contestant}.cjs`), "utf8");
  const workspace = await createWorkspace({
    engine,
    program: { "index.cjs": program, [WISH]: JSON.stringify(wishOf(size)), [CONTRACT]: BEYOND_LIMITS },
    modules: contestant === "naive" ? ["axios", "axios-retry"] : [],
    env: { ...environmentOf(sandbox), ...(size > 190 && { APPTEGO_CONTRACT: CONTRACT }) },
  });
  const isTenant = contestant !== "floor";
  let wish = wishOf(size);

  /** Our own command tells drift, the others' users ask the engine. */
  const drift = async () => {
    if (contestant !== "ours") return workspace.preview({ args: ["--refresh"] });
    const args = [APPTEGO, "drift", "--stack", "dev", "--quiet"];
    const ended = await run(process.execPath, args, { cwd: workspace.project, env: workspace.env });
    return { ...ended, changes: NO_CHANGES };
  };
  const perform = {
    create: async () => workspace.up(),
    "no-op": async () => workspace.up(),
    preview: async () => workspace.preview(),
    refresh: async () => workspace.refresh(),
    change: async () => workspace.up(),
    drift,
    destroy: async () => workspace.destroy(),
  };
  const problemOf = (operation: Operation, result: Ended) => {
    if (operation === "drift") return driftProblem(contestant, result);
    if (result.exitCode !== 0) return lastLines(`${result.stdout}\n${result.stderr}`);
    return isTenant ? differenceOf(sandbox, operation === "destroy" ? undefined : wish) : undefined;
  };
  return {
    workspace,
    can: () => true,
    async prepare(operation) {
      if (operation === "change") {
        wish = wishOf(size, true);
        await writeFile(path.join(workspace.project, WISH), JSON.stringify(wish));
      }
      if (operation === "drift" && isTenant) driftByHand(sandbox, wish);
    },
    async perform(operation) {
      const result = await perform[operation]();
      const { changes } = result;
      const touched = changes.create + changes.update + changes.replace + changes.delete;
      const idle = operation === "no-op" || operation === "preview" || operation === "refresh";
      return (
        problemOf(operation, result) ??
        (idle && touched > 0 ? `${touched} changes where there is none` : undefined)
      );
    },
    end: () => workspace.dispose(),
  };
}

/**
 * What is wrong with how a contestant looked for drift after a change by hand: whoever says that all is in sync has found
 * nothing, however well it ended. The floor asks nobody, so it can't see any.
 */
export function driftProblem(
  contestant: Exclude<Contestant, "curl">,
  { exitCode, stdout, stderr, changes }: Ended,
): string | undefined {
  const isWell = exitCode === (contestant === "ours" ? DRIFT_FOUND : 0);
  if (isWell) return contestant === "naive" && changes.update === 0 ? NOT_FOUND : undefined;
  const saysNone = contestant === "ours" && NO_DRIFT.includes(exitCode ?? 1);
  return saysNone ? NOT_FOUND : lastLines(`${stdout}\n${stderr}`);
}

/** What a program complained of, short enough for a table; its totals say nothing of why. */
export function lastLines(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const told = lines.filter(
    (line) => /error|failed|refused/i.test(line) && !/^\d+ errored|update failed$/.test(line),
  );
  return (told.at(-1) ?? lines.filter(Boolean).at(-1) ?? "it said nothing").slice(0, 300);
}
