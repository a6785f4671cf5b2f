import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { startForge } from "../ci/forge";
import { runJob } from "../ci/github-runner";
import { runPipelineJob } from "../ci/gitlab-runner";
import { programOf } from "../ci/repository";
import { read, type Stage, test } from "../ci/stage";

const TOKEN = "the-token-of-the-job";
const SHA = "c0ffee";
const MARKER = "<!-- apptego-review acme-access/review -->";
const REVIEW = /^<!-- apptego-review acme-access\/review -->\n### AppTego: 1 escalation/;
const program = (...permissions: string[]) =>
  programOf({
    alice: ["User", { email: "alice@acme.test", permissions }],
    ci: ["ApiToken", { name: "ci", permissions: ["Builds"] }],
  });

/** What a preview would do, by the resources' names; what stays is left out. */
function changesIn(preview: string): Record<string, string> {
  const { steps } = JSON.parse(preview) as { steps: { op: string; urn: string }[] };
  const changes = steps.filter(({ op }) => op !== "same");
  return Object.fromEntries(changes.map(({ op, urn }) => [urn.split("::").at(-1) ?? "", op]));
}

/** Commits a change of one user, and says what it was made from. */
async function change({ repository }: Stage): Promise<string> {
  const base = await repository.commit({ "index.js": program("Builds") });
  await repository.commit({ "index.js": program("Builds", "Users & API Management") });
  return base;
}

/** Previews the pull request as GitHub would; what it kept for the comment. */
async function previewed(stage: Stage) {
  const previews: string[] = [];
  const ended = await runJob("apptego-review.yml", "preview", {
    workspace: stage.repository.folder,
    temp: path.join(stage.folder, "temp"),
    env: stage.env,
    contexts: {},
    actions: {
      "actions/upload-artifact": async ({ path: file = "" }) => {
        previews.push(await read(file));
      },
    },
  });
  return { ...ended, previews };
}

describe("A pull request in GitHub", () => {
  test("is reviewed against its base, without the tenant and without a secret, and has one comment, edited in place", async ({
    stage,
  }) => {
    await change(stage);
    const { log, previews, summary, outcome } = await previewed(stage);

    expect(outcome, log).toBe("success");
    expect(previews.map(changesIn)).toEqual([{ alice: "update" }]);
    expect(summary).toMatch(REVIEW);
    expect(stage.sandbox.calls.all).toEqual([]);

    const head = "mallory:topic/#1";
    const pulls = [
      { number: 6, head, sha: "an older commit" },
      { number: 7, head, sha: SHA },
    ];
    await using forge = await startForge(TOKEN, pulls);
    forge.write("mallory", `${MARKER}\nNothing to see`, "", 7);
    for (let count = 0; count < 100; count += 1) forge.write("mallory", "A comment", "", 7);
    const temp = path.join(stage.folder, "temp");
    const [login, head_branch] = head.split(":");
    const run = { head_sha: SHA, head_branch, head_repository: { owner: { login } } };
    const comment = async (preview: string, sha = SHA) => {
      const workflow_run = { ...run, head_sha: sha, event: "pull_request", conclusion: "success" };
      return runJob("apptego-comment.yml", "comment", {
        ...{ workspace: stage.repository.folder, temp },
        env: { ...stage.env, GITHUB_API_URL: forge.url, GITHUB_REPOSITORY: "acme/access" },
        contexts: { github: { token: TOKEN, event: { workflow_run } } },
        actions: {
          "actions/download-artifact": async ({ path: folder = "" }) => {
            await mkdir(folder, { recursive: true });
            await writeFile(path.join(folder, "preview.json"), preview);
          },
        },
      });
    };
    const own = () => forge.entries.filter(({ author }) => author !== "mallory");

    const first = await comment(previews[0] ?? "");
    expect(first.outcome, first.log).toBe("success");
    expect(own()).toMatchObject([{ on: 7, body: expect.stringMatching(REVIEW) as string }]);
    const harmless = JSON.stringify({ ...(JSON.parse(previews[0] ?? "") as object), steps: [] });
    const empty = await comment(
      harmless.replace(
        '"steps":[]',
        '"steps":[{"op":"same","urn":"urn:pulumi:review::acme-access::pulumi:pulumi:Stack::x"}]',
      ),
    );
    expect(empty.outcome, empty.log).toBe("success");
    expect(own()).toMatchObject([
      { on: 7, body: expect.stringContaining("Nobody gains or loses anything") as string },
    ]);
    expect(first.log + empty.log).not.toContain(TOKEN);

    const before = structuredClone(forge.entries);
    expect(await comment(previews[0] ?? "", "another")).toMatchObject({ outcome: "success" });
    expect(forge.entries).toEqual(before);
  });
});

describe("A merge in GitHub", () => {
  test("is applied if it is still the change that was reviewed, and only then", async ({ stage }) => {
    const { repository, folder, env, secrets, sandbox } = stage;
    const job = async (name: "plan" | "apply", needs: object = {}) =>
      runJob("apptego-apply.yml", name, {
        ...{ workspace: repository.folder, temp: path.join(folder, "temp"), env },
        contexts: { secrets, needs },
      });
    await repository.commit({ "index.js": program("Builds") });
    const plan = await job("plan");
    expect(plan.outcome, plan.log).toBe("success");
    expect(plan.summary).toContain("1 new person");
    expect(plan.outputs).toMatchObject({
      changes: "3",
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });

    await repository.commit({ "index.js": program("Builds", "Users & API Management") });
    const changed = await job("apply", { plan });
    expect(changed.outcome).toBe("failure");
    expect(changed.log).toContain("isn't the one that was reviewed");
    expect(sandbox.calls.writes()).toEqual([]);

    await repository.commit({ "index.js": program("Builds") });
    const applied = await job("apply", { plan });
    expect(applied.outcome, applied.log).toBe("success");
    expect(sandbox.tenant.users.map(({ email }) => email)).toContain("alice@acme.test");
  });

  test("isn't applied where a rail is broken", async ({ stage }) => {
    const { repository, folder, env, secrets, pulumi } = stage;
    await repository.commit({ "index.js": program("Builds") });
    await pulumi("up", "--stack", "prod", "--yes", "--skip-preview");
    await repository.commit({ "index.js": programOf({}) });
    const plan = await runJob("apptego-apply.yml", "plan", {
      ...{ workspace: repository.folder, temp: path.join(folder, "temp"), env, contexts: { secrets } },
    });

    expect(plan.outcome).toBe("failure");
    expect(plan.summary).toContain("✗ `--max-removals 25%`: 2 of 2 removed, 100 %");
  });
});

describe("A merge request in GitLab", () => {
  test("is previewed against its base, and has one comment", async ({ stage }) => {
    await using forge = await startForge(TOKEN);
    forge.write("mallory", `${MARKER}\nNothing to see`, "", 7);
    const base = await change(stage);
    const { folder } = stage.repository;
    const given = { CI_JOB_ID: "11", CI_MERGE_REQUEST_IID: "7", CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
    const { all } = await runPipelineJob("apptego-review", { folder, env: { ...stage.env, ...given } });
    const preview = await read(folder, "apptego/preview.json");
    expect(changesIn(preview), all).toEqual({ alice: "update" });
    expect(stage.sandbox.calls.all).toEqual([]);

    const access = { CI_API_V4_URL: forge.url, CI_PROJECT_ID: "5", APPTEGO_COMMENT_TOKEN: TOKEN };
    const reviewed = await runPipelineJob("apptego-comment", {
      folder,
      env: { ...stage.env, ...given, ...access },
    });
    expect(reviewed.exitCode, reviewed.all).toBe(0);
    const own = forge.entries.filter(({ author }) => author !== "mallory");
    expect(own).toMatchObject([{ on: 7, body: expect.stringMatching(REVIEW) as string }]);

    const text = "alice may administer; 1 + 1 = 2 & more";
    await writeFile(path.join(folder, "apptego", "review.md"), `${MARKER}\n${text}`);
    const comment = await runPipelineJob("apptego-comment", {
      folder,
      env: { ...stage.env, ...given, ...access },
    });
    expect(comment.exitCode, comment.all).toBe(0);
    expect(forge.entries.filter(({ author }) => author !== "mallory")).toMatchObject([
      { on: 7, body: `${MARKER}\n${text}` },
    ]);
  });
});

describe("A merge in GitLab", () => {
  test("is applied if it is still the change that was planned, and only then", async ({ stage }) => {
    const { repository, env, secrets, sandbox } = stage;
    const { folder } = repository;
    const job = async (name: "apptego-plan" | "apptego-apply", dotenv = {}) =>
      runPipelineJob(name, { folder, env: { ...env, ...secrets, ...dotenv } });
    await repository.commit({ "index.js": program("Builds") });
    const plan = await job("apptego-plan");
    expect(plan.exitCode, plan.all).toBe(0);
    expect(await read(folder, "apptego/review.md")).toContain("1 new person");
    const [, hash = ""] = /^HASH=([0-9a-f]{64})$/m.exec(await read(folder, "apptego/plan.env")) ?? [];

    await repository.commit({ "index.js": program("Builds", "Users & API Management") });
    const changed = await job("apptego-apply", { HASH: hash });
    expect(changed.exitCode).not.toBe(0);
    expect(changed.all).toContain("isn't the one that was reviewed");
    expect(sandbox.calls.writes()).toEqual([]);

    await repository.commit({ "index.js": program("Builds") });
    const applied = await job("apptego-apply", { HASH: hash });
    expect(applied.exitCode, applied.all).toBe(0);
    expect(sandbox.tenant.users.map(({ email }) => email)).toContain("alice@acme.test");
  });
});
