import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect } from "vitest";
import { connect } from "../../provider/api/client";
import { loadContract } from "../../provider/api/contract-file";
import { doctorJsonSchema } from "../../provider/cli/doctor/report";
import { startSandbox } from "../../provider/sandbox";
import { environmentOf, runCommand } from "../support/command";
import { scratchFolder } from "../support/connection";
import { leaksOf } from "../support/leak-scan";
import { recordedState } from "../support/states";
import { connectionOf, test } from "../support/tenant";

const SEED = {
  users: [
    { email: "alice@acme.test", permissions: ["Builds"] },
    { email: "bob@acme.test", permissions: [] },
  ],
  tokens: [{ name: "pipeline", permissions: ["Users & API Management"] }],
  mappings: [{ group: "Developers", permissions: ["Builds"] }],
  keys: [{ name: "builds" }],
};

const flat = (text: string) => text.replace(/\s+/g, " ");

describe("apptego doctor", () => {
  test.override({ sandboxOptions: { seed: SEED } });

  test("is content with a token that can do its work, and only reads", async ({ sandbox }) => {
    const { exitCode, stdout, stderr } = await runCommand(["doctor"], {
      env: environmentOf(sandbox),
      columns: 200,
    });

    expect({ exitCode, errors: stripVTControlCharacters(stderr).trim() }).toEqual({
      ...{ exitCode: 0, errors: "Asking AppTego" },
    });
    const said = flat(stripVTControlCharacters(stdout));
    expect(said).toContain("All is well: 15 ok, 1 warning, 0 wrong, 1 unknown.");
    expect(said).toContain("it may do what it needs, and nothing else");
    expect(said).toContain("API tokens 1 of 20 used");
    expect(said).toContain(
      "Users & API Management yes users, API tokens, SAML group mappings, automation keys",
    );
    expect(said).toContain(
      "getUsers confirmed GET get_users; reply: users, user_id, email, permissions (sent as a",
    );
    expect(said).toContain("removeUser not testable without writing POST remove_user; request: user_id");
    expect(sandbox.calls.writes()).toEqual([]);
    expect(sandbox.calls.reads()).toHaveLength(12);
  });

  test("prints JSON by its schema, and no secret in any form", async ({ sandbox }) => {
    const env = environmentOf(sandbox);
    const outputs = await Promise.all(
      ["json", "markdown", "table"].map(async (output) =>
        runCommand(["doctor", "--output", output], { env }),
      ),
    );

    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(doctorJsonSchema());
    expect(validate(JSON.parse(outputs[0]?.stdout ?? ""))).toBe(true);
    const { tokenKey: key, tokenSecret: secret } = sandbox.credentials;
    const traces = new Map(outputs.map(({ stdout, stderr }, at) => [String(at), stdout + stderr]));
    expect(
      leaksOf(traces, [{ key, secret }, ...sandbox.issuedSecrets.map((one) => ({ secret: one }))]),
    ).toEqual([]);
  });

  test("says what a token lacks, and ends with 2", async ({ sandbox }) => {
    const { tokenKey: token } = sandbox.credentials;
    sandbox.portal.setTokenPermissions({ token, permissions: ["build_applications"] });
    const env = environmentOf(sandbox);
    const { exitCode, stdout } = await runCommand(["doctor"], { env });

    expect(exitCode).toBe(2);
    expect(flat(stdout)).toContain("it lacks Users & API Management, which users, API tokens,");
    const looking = await runCommand(["doctor", "--read-only"], { env });
    expect(looking.exitCode).toBe(0);
    expect(flat(looking.stdout)).toContain("it may do more than it needs: Builds");
  });

  test("asks once with a wrong secret, and ends with 2", async ({ sandbox }) => {
    const env = { ...environmentOf(sandbox), APPTEGO_TOKEN_SECRET: "a-wrong-secret" };
    const { exitCode, stdout } = await runCommand(["doctor"], { env });

    expect(exitCode).toBe(2);
    expect(flat(stdout)).toContain(
      "getSubscription: Authentication failed (HTTP 401): check apptego:tokenKey",
    );
    expect(stdout).not.toContain("a-wrong-secret");
    expect(sandbox.calls.operations()).toEqual(["getSubscription", "getSubscription"]);
  });

  test("ends with 1 where nobody answers", async ({ sandbox }) => {
    await sandbox.close();
    const { exitCode, stdout } = await runCommand(["doctor"], { env: environmentOf(sandbox) });

    expect(exitCode).toBe(1);
    expect(stdout).toContain("AppTego can't be reached: ");
  });

  test("looks at the states of stacks too", async ({ sandbox }) => {
    const { text: stdin } = recordedState("troubled");
    const world = { env: environmentOf(sandbox), stdin };
    const { exitCode, stdout } = await runCommand(["doctor", "--state", "-", "--output", "json"], world);

    expect(exitCode).toBe(2);
    const { checks } = JSON.parse(stdout) as { checks: { area: string; result: string }[] };
    expect(checks.filter(({ area }) => area === "state").map(({ result }) => result)).toContain("wrong");
  });

  test("writes no contract file where the API is as assumed", async ({ sandbox }) => {
    const cwd = scratchFolder();
    const world = { env: environmentOf(sandbox), cwd };
    const { stderr, exitCode } = await runCommand(["doctor", "--write-contract", "contract.yaml"], world);

    expect({ exitCode, stderr }).toEqual({
      ...{ exitCode: 0, stderr: "Nothing is to be corrected: no contract file is written.\n" },
    });
  });
});

const OTHER_API = `
operations:
  getUsers:
    path: list_users
    reply: { users: members, user_id: id, email: mail, permissions: rights, status: state, owner: is_owner }
  addUser: { request: { email: mail }, reply: { user_id: id } }
  updateUserPermissions: { request: { user_id: id, permissions: rights } }
  removeUser: { request: { user_id: id } }
  getApiTokens: { method: POST, reply: { api_tokens: tokens, token_key: key, creation_time: created_at } }
  getSamlGroupMappings: { reply: { group_name: group, mapping_id: mappingId } }
  getAutomationKeys: { reply: { key_id: uuid, name: label, enabled: active } }
`;

/** A server that isn't as assumed, and a folder with what differs. */
async function different() {
  const folder = scratchFolder();
  const file = path.join(folder, "other.yaml");
  writeFileSync(file, OTHER_API);
  return { folder, sandbox: await startSandbox({ seed: SEED, contract: loadContract(file) }) };
}

describe("apptego doctor, at an API that isn't as assumed", () => {
  test("writes what the command then works with, also where it writes", async () => {
    const { folder, ...started } = await different();
    await using sandbox = started.sandbox;
    const world = { env: environmentOf(sandbox), cwd: folder };
    const { exitCode, stdout, stderr } = await runCommand(
      ["doctor", "--write-contract", "contract.yaml"],
      world,
    );

    expect(exitCode).toBe(2);
    expect(flat(stdout)).toContain("GET get_users: it is GET list_users");
    expect(flat(stdout)).toContain("the reply's field email: it is called mail");
    expect(stderr).toContain("contract.yaml is written: name it in apptego:contract");
    expect(sandbox.calls.writes()).toEqual([]);
    expect(readFileSync(path.join(folder, "contract.yaml"), "utf8")).toContain(
      "couldn't be tried without writing",
    );

    const corrected = {
      ...world,
      env: { ...world.env, APPTEGO_CONTRACT: path.join(folder, "contract.yaml") },
    };
    const again = await runCommand(["doctor"], corrected);
    expect(again).toMatchObject({ exitCode: 0 });
    const state = JSON.stringify({ version: 3, deployment: { resources: [] } });
    const drift = await runCommand(["drift", "--state", "-"], { ...corrected, stdin: state });
    expect(drift).toMatchObject({ exitCode: 3, stdout: expect.stringContaining("alice@acme.test") });

    const api = connect(
      connectionOf(sandbox, { contract: loadContract(path.join(folder, "contract.yaml")) }),
    );
    const { user_id } = await api.addUser({ email: "carl@acme.test" });
    await api.updateUserPermissions({ user_id, permissions: ["build_applications"] });
    expect(sandbox.tenant.users).toContainEqual(
      expect.objectContaining({ email: "carl@acme.test", permissions: ["build_applications"] }),
    );
  });

  test("overwrites no file", async () => {
    const { folder, ...started } = await different();
    await using sandbox = started.sandbox;
    const world = { env: environmentOf(sandbox), cwd: folder };
    const { exitCode, stderr } = await runCommand(["doctor", "--write-contract", "other.yaml"], world);

    expect(exitCode).toBe(64);
    expect(stderr).toContain(
      "--write-contract other.yaml: there is a file of that name already. Name another file.",
    );
    expect(readFileSync(path.join(folder, "other.yaml"), "utf8")).toBe(OTHER_API);
  });
});
