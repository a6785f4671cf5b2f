import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { describe, expect } from "vitest";
import { CHECKOUT } from "../../scripts/engine/project";
import { environmentOf, runCommand } from "../support/command";
import { scratchFolder } from "../support/connection";
import { test } from "../support/story";

const README = path.join(CHECKOUT, "README.md");
const BLOCK = /(<!-- session: begin -->\n+```console\n)([\s\S]*?)(```\n+<!-- session: end -->)/;

test.override({
  sandboxOptions: {
    seed: {
      tenant: { id: "5a4db0c5a4db0c5a4db0c5a4db0c0010", plan: "ENTERPRISE" },
      users: [
        { email: "alice@acme.test", permissions: ["user_and_api_management"], owner: true },
        { email: "bob@acme.test", permissions: ["build_applications"] },
        { email: "carol@acme.test", permissions: ["build_applications", "update_certificates"] },
      ],
      mappings: [{ group: "apptego-admins", permissions: ["modify_configuration"] }],
    },
  },
});

/** What differs from run to run. */
const settled = (text: string) =>
  text
    .replace(/[0-9a-f]{64}/g, (hash) => (/^0+$/.test(hash) ? hash : "b1946ac9…"))
    .replace(/\d{4}-\d\d-\d\d/g, "2026-11-27")
    .replace(/ +$/gm, "")
    .trim();

describe("The session of the README", () => {
  test("is what the commands print: RECORD=1 writes it anew", async ({ sandbox, startStack }) => {
    const folder = scratchFolder();
    const lines: string[] = [];
    const note = (command: string, printed: string) => lines.push(`$ ${command}`, settled(printed), "");

    const exported = await runCommand(
      ["export", "--dir", "tenant", "--to", "yaml", "--kind", "user", "--kind", "mapping"],
      {
        cwd: folder,
        env: environmentOf(sandbox),
      },
    );
    expect(exported).toMatchObject({ exitCode: 0 });
    note("apptego export --dir tenant --to yaml --kind user --kind mapping", exported.stdout);

    sandbox.calls.clear();
    const stack = await startStack({ program: path.join(folder, "tenant"), tenant: sandbox });
    const up = await stack.up();
    expect(up, up.stdout + up.stderr).toMatchObject({ exitCode: 0 });
    expect(sandbox.calls.writes()).toEqual([]);
    const [resources = ""] = /Resources:[\s\S]*? \d+ created\n/.exec(up.stdout) ?? [];
    note("pulumi up    # takes everything over, and changes nothing", resources);

    const file = path.join(stack.project, "tenant.yaml");
    const before = readFileSync(file, "utf8");
    const document = parseDocument(before);
    document.setIn(["users", "bob@acme.test", "permissions"], ["Builds", "Users & API Management"]);
    document.deleteIn(["users", "carol@acme.test"]);
    writeFileSync(file, document.toString());
    const env = { ...stack.env };
    const world = { cwd: stack.project, env };
    const review = await runCommand(["review", "--stack", "dev", "--max-removals", "1"], world);
    expect(review, review.stderr).toMatchObject({ exitCode: 0 });
    note("apptego review --stack dev --max-removals 1    # of the change in a pull request", review.stdout);
    writeFileSync(file, before);

    sandbox.portal.setUserPermissions({
      email: "bob@acme.test",
      permissions: ["build_applications", "modify_tenant_settings"],
    });
    sandbox.portal.addKey({ name: "by hand" });
    const drift = await runCommand(["drift", "--stack", "dev"], world);
    expect(drift, drift.stderr).toMatchObject({ exitCode: 2 });
    note("apptego drift --stack dev    # after somebody was in the portal", drift.stdout);

    const session = `${lines.join("\n").trim()}\n`;
    const readme = readFileSync(README, "utf8");
    if (process.env["RECORD"] === "1")
      writeFileSync(
        README,
        readme.replace(BLOCK, (_, begin: string, __, end: string) => begin + session + end),
      );
    expect(BLOCK.exec(readFileSync(README, "utf8"))?.[2]).toBe(session);
  });
});
