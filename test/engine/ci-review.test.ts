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
const MARKER = "<!-- apptego-review -->";
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

describe("A pull request in GitHub", () => {
  test("is previewed against its base, without the tenant and without a secret", async ({ stage }) => {
    await change(stage);
    const previews: string[] = [];
    const { log } = await runJob("apptego-review.yml", "preview", {
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

    expect(previews, log).toHaveLength(1);
    expect(changesIn(previews[0] ?? "")).toEqual({ alice: "update" });
    expect(stage.sandbox.calls.all).toEqual([]);
  });

  test("has one comment, edited in place, whoever else writes such a one", async ({ stage }) => {
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
    const comment = async (text: string, sha = SHA) => {
      await mkdir(temp, { recursive: true });
      await writeFile(path.join(temp, "review.md"), `${MARKER}\n${text}`);
      const workflow_run = { ...run, head_sha: sha, event: "pull_request", conclusion: "success" };
      return runJob("apptego-comment.yml", "comment", {
        ...{ workspace: stage.repository.folder, temp },
        env: { ...stage.env, GITHUB_API_URL: forge.url, GITHUB_REPOSITORY: "acme/access" },
        contexts: { github: { token: TOKEN, event: { workflow_run } } },
        ...{ only: ["One comment, edited in place"], steps: { preview: { outcome: "success" } } },
      });
    };

    for (const text of ["$(id) `id` 'one' \"two\" é", "Nobody gains anything"]) {
      const ended = await comment(text);
      expect(ended.outcome, ended.log).toBe("success");
      const own = forge.entries.filter(({ author }) => author !== "mallory");
      expect(own).toMatchObject([{ on: 7, body: `${MARKER}\n${text}` }]);
      expect(ended.log).not.toContain(TOKEN);
    }
    const before = structuredClone(forge.entries);
    expect(await comment("Of a commit that was replaced", "another")).toMatchObject({ outcome: "success" });
    expect(forge.entries).toEqual(before);
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
    for (const text of ["alice may administer; 1 + 1 = 2 & more", "Nobody gains anything"]) {
      await writeFile(path.join(folder, "apptego", "review.md"), `${MARKER}\n${text}`);
      const comment = await runPipelineJob("apptego-comment", {
        ...{ folder, env: { ...stage.env, ...given, ...access } },
      });
      expect(comment.exitCode, comment.all).toBe(0);
      const own = forge.entries.filter(({ author }) => author !== "mallory");
      expect(own).toMatchObject([{ on: 7, body: `${MARKER}\n${text}` }]);
    }
  });
});
