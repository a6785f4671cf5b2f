import path from "node:path";
import { describe, expect } from "vitest";
import { startForge } from "../ci/forge";
import { runJob } from "../ci/github-runner";
import { runPipelineJob } from "../ci/gitlab-runner";
import { programOf } from "../ci/repository";
import { read, type Stage, test } from "../ci/stage";

const TOKEN = "the-token-of-the-job";
const PROGRAM = programOf({ alice: ["User", { email: "alice@acme.test", permissions: ["Builds"] }] });
const IGNORED = ["owner@acme.test", "sandbox"].map(
  (name) => `- { kind: "*", pattern: ${name}, reason: by hand }\n`,
);
const MARKER = "<!-- apptego-drift prod -->";
const TITLE = "AppTego differs from the stack prod";

/** One night in GitHub. */
async function gitHubNight({ folder, repository, env, secrets }: Stage, url: string) {
  const uploads: string[] = [];
  const { outcome, summary, log } = await runJob("apptego-drift.yml", "drift", {
    workspace: repository.folder,
    temp: path.join(folder, "temp"),
    env: { ...env, GITHUB_API_URL: url, GITHUB_REPOSITORY: "acme/access" },
    contexts: { github: { token: TOKEN }, secrets },
    actions: {
      "github/codeql-action/upload-sarif": async ({ sarif_file: file = "" }) => {
        uploads.push(await read(file));
      },
    },
  });
  return { ok: outcome === "success", log, told: summary, report: uploads[0] ?? "" };
}

/** One night in GitLab. */
async function gitLabNight({ repository, env, secrets }: Stage, url: string) {
  const { folder } = repository;
  const given = { CI_API_V4_URL: url, CI_PROJECT_ID: "5", APPTEGO_ISSUE_TOKEN: TOKEN };
  const { exitCode, all } = await runPipelineJob("apptego-drift", {
    folder,
    env: { ...env, ...secrets, ...given },
  });
  return {
    ok: exitCode === 0,
    log: all,
    told: all,
    report: await read(folder, "apptego/drift.xml").catch(() => ""),
  };
}

describe.each([
  { where: "GitHub", night: gitHubNight, report: /"version": ?"2\.1\.0"/ },
  { where: "GitLab", night: gitLabNight, report: /<testsuite / },
])("The nightly job in $where", ({ night, report }) => {
  test("keeps one issue: opens it, updates it, leaves it alone while it can't look, closes it", async ({
    stage,
  }) => {
    await stage.repository.commit({ "index.js": PROGRAM, ".apptegoignore": IGNORED.join("") });
    await stage.pulumi("up", "--stack", "prod", "--yes", "--skip-preview");
    await using forge = await startForge(TOKEN);
    for (let count = 0; count < 100; count += 1) forge.write("mallory", "Another issue");
    const own = () => forge.entries.filter(({ author }) => author !== "mallory");
    const { portal, faults, credentials } = stage.sandbox;
    const hold = (permission: string) => {
      portal.setUserPermissions({ email: "alice@acme.test", permissions: [permission] });
    };

    hold("user_and_api_management");
    const first = await night(stage, forge.url);
    expect(first.ok, first.log).toBe(true);
    expect(own()).toMatchObject([{ title: TITLE, open: true }]);
    expect(own()[0]?.body).toMatch(new RegExp(`^${MARKER}\\n+### AppTego drift`));
    expect(own()[0]?.body).toContain("Users &amp; API Management");
    expect(first.told).toContain("alice@acme.test");
    expect(first.report).toMatch(report);

    hold("modify_configuration");
    expect(await night(stage, forge.url)).toMatchObject({ ok: true });
    expect(own()).toMatchObject([{ open: true, body: expect.stringContaining("Configuration") }]);

    const before = structuredClone(own());
    faults.add({
      operation: "getUsers",
      kind: "reply",
      status: 403,
      body: JSON.stringify({ error: "no" }),
      count: 100,
    });
    expect(await night(stage, forge.url)).toMatchObject({ ok: false });
    expect(own()).toEqual(before);
    faults.clear();

    hold("build_applications");
    const last = await night(stage, forge.url);
    expect(last.ok, last.log).toBe(true);
    expect(own()).toMatchObject([{ open: false }]);
    for (const kept of [TOKEN, credentials.tokenSecret]) expect(last.log + first.log).not.toContain(kept);
  });
});
