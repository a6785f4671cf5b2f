import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { execa } from "execa";
import { parse } from "yaml";
import { z } from "zod";

const Texts = z.record(z.string(), z.coerce.string());
const Step = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: Texts.default({}),
  env: Texts.default({}),
  "continue-on-error": z.boolean().default(false),
});
export const Workflow = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.unknown() }),
  jobs: z.record(
    z.string(),
    z.looseObject({
      if: z.string().optional(),
      permissions: z.record(z.string(), z.string()),
      "timeout-minutes": z.number(),
      environment: z.string().optional(),
      outputs: Texts.default({}),
      steps: z.array(Step),
    }),
  ),
});

/** The workflows of the documentation, by their files' names. */
export const WORKFLOWS = path.resolve(__dirname, "../../docs/ci/github");

/** One of the documentation's workflows. */
export function workflowOf(file: string) {
  return Workflow.parse(parse(readFileSync(path.join(WORKFLOWS, file), "utf8")));
}

/** Does what an action does; its inputs come evaluated. */
export type Action = (inputs: Readonly<Record<string, string>>) => void | Promise<void>;

/** What a job runs in. */
export interface World {
  /** The checkout. */
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temp: string;
  /** The environment of every step beside what GitHub sets; nothing else is handed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What expressions read: `github`, `secrets`, `needs`. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** By name without version; what isn't here does nothing. */
  readonly actions?: Readonly<Record<string, Action>>;
  /** How steps with an id have ended that aren't run. */
  readonly steps?: Readonly<Record<string, unknown>>;
  /** The steps to run, by name, as if all others had been; all steps where it is left out. */
  readonly only?: readonly string[];
}

/** How a job ended. */
export interface Ended {
  readonly outcome: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What every step printed. */
  readonly log: string;
}

/** The value of an expression, by GitHub's own evaluator. */
function valueOf(expression: string, contexts: Readonly<Record<string, unknown>>): data.ExpressionData {
  const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary; // the reviver makes it one
  const tokens = new Lexer(expression).lex().tokens;
  return new Evaluator(new Parser(tokens, Object.keys(contexts), []).parse(), known).evaluate();
}

function filledIn(text: string, contexts: Readonly<Record<string, unknown>>): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    valueOf(expression, contexts).coerceString(),
  );
}

const allOf = (texts: Readonly<Record<string, string>>, contexts: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filledIn(text, contexts)]));

const holds = (condition: string | undefined, contexts: Readonly<Record<string, unknown>>) =>
  condition === undefined ||
  !["false", "0", "", "null"].includes(valueOf(condition, contexts).coerceString());

function outputsIn(file: string): Record<string, string> {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/** Runs a job of one of the documentation's workflows as GitHub's runner does: each `run` step by bash, in order. */
export async function runJob(file: string, name: string, world: World): Promise<Ended> {
  const job = workflowOf(file).jobs[name];
  if (!job) throw new Error(`${file} has no job ${name}.`);
  const steps: Record<string, unknown> = { ...world.steps };
  const contexts = { ...world.contexts, runner: { temp: world.temp }, steps };
  if (!holds(job.if, contexts)) return { outcome: "skipped", outputs: {}, summary: "", log: "" };
  mkdirSync(world.temp, { recursive: true });
  const files = { GITHUB_OUTPUT: "output", GITHUB_STEP_SUMMARY: "summary" };
  const places = Object.fromEntries(
    Object.entries(files).map(([variable, place]) => [variable, path.join(world.temp, `github-${place}`)]),
  ) as Record<keyof typeof files, string>;
  writeFileSync(places.GITHUB_STEP_SUMMARY, "");
  let log = "";
  let failed = false;

  for (const step of job.steps) {
    if (world.only !== undefined && !world.only.includes(step.name ?? "")) continue;
    if (failed || !holds(step.if, contexts)) continue;
    writeFileSync(places.GITHUB_OUTPUT, "");
    let outcome = "success";
    if (step.run === undefined) {
      const action = world.actions?.[step.uses?.replace(/@.*/, "") ?? ""];
      try {
        await action?.(allOf(step.with, contexts));
      } catch (error) {
        outcome = "failure";
        log += `${String(error)}\n`;
      }
    } else {
      const standard = { GITHUB_WORKSPACE: world.workspace, RUNNER_TEMP: world.temp, CI: "true", ...places };
      const ran = await execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
        cwd: world.workspace,
        env: { ...world.env, ...standard, ...allOf(step.env, contexts) },
        extendEnv: false,
        reject: false,
        all: true,
        stdin: "ignore",
      });
      log += `${ran.all}\n`;
      if (ran.exitCode !== 0) outcome = "failure";
    }
    if (step.id !== undefined) steps[step.id] = { outcome, outputs: outputsIn(places.GITHUB_OUTPUT) };
    failed ||= outcome === "failure" && !step["continue-on-error"];
  }
  return {
    outcome: failed ? "failure" : "success",
    outputs: allOf(job.outputs, contexts),
    summary: readFileSync(places.GITHUB_STEP_SUMMARY, "utf8"),
    log,
  };
}
