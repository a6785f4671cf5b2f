import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { validateWorkflow } from "@action-validator/core";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const FOLDER = path.resolve(__dirname, "../../.github/workflows");

const Step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const Workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()).optional(),
      "timeout-minutes": z.number().optional(),
      environment: z.string().optional(),
      strategy: z.object({ matrix: z.record(z.string(), z.array(z.unknown())) }).optional(),
      steps: z.array(Step),
    }),
  ),
});

const workflows = readdirSync(FOLDER).map((file) => {
  const text = readFileSync(path.join(FOLDER, file), "utf8");
  return { file, text, workflow: Workflow.parse(parse(text)) };
});

function workflowOf(file: string) {
  const found = workflows.find((one) => one.file === file);
  if (!found) throw new Error(`.github/workflows/${file} is missing.`);
  return found.workflow;
}

describe.each(workflows)("The workflow $file", ({ text, workflow }) => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test("follows GitHub's schema", () => {
    expect(validateWorkflow(text).errors).toEqual([]);
  });

  test("pins each action to a commit and says which version that is", () => {
    const uses = text.split("\n").filter((line) => /\buses:/.test(line));

    expect(uses).toHaveLength(steps.filter((step) => step.uses).length);
    expect(uses.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test("starts without any permission, and each job names its own", () => {
    expect(workflow.permissions).toEqual({});
    expect(jobs.filter((job) => !job.permissions)).toEqual([]);
  });

  test("never runs a stranger's change with the repository's rights", () => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    expect(Object.keys(workflow.on)).not.toContain("workflow_run");
  });

  test("puts no text of an event into a shell", () => {
    expect(steps.filter((step) => step.run?.includes("${{"))).toEqual([]);
  });

  test("ends by itself", () => {
    expect(jobs.filter((job) => !job["timeout-minutes"])).toEqual([]);
  });

  test("keeps the checkout's token out of reach of later steps", () => {
    const checkouts = steps.filter((step) => step.uses?.startsWith("actions/checkout@"));

    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });
});

describe("CI", () => {
  test("runs everything on every Node that is supported", () => {
    const { jobs } = workflowOf("ci.yml");

    expect(jobs["all"]?.strategy?.matrix["node"]).toEqual([20, 22, 24, 26]);
    expect(jobs["all"]?.steps.map((step) => step.run)).toContain(".ci/run");
  });
});

describe("A release", () => {
  test("is published from the protected environment, by identity instead of a token", () => {
    const { publish } = workflowOf("release.yml").jobs;

    expect(publish).toMatchObject({ environment: "npm", permissions: { "id-token": "write" } });
    expect(publish?.steps.map((step) => step.run)).toContainEqual(
      expect.stringMatching(/^npm publish .*--provenance/),
    );
  });

  test("knows no secret", () => {
    expect(workflows.filter(({ text }) => text.includes("secrets."))).toEqual([]);
  });
});
