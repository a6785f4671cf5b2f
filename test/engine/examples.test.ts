import { readdirSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Decrypter, armor, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect } from "vitest";
import type { Sandbox } from "../../provider/sandbox";
import { CHECKOUT } from "../../scripts/engine/project";
import type { Stack, StackOptions } from "../support/pulumi";
import { ask } from "../support/sandbox-call";
import { NOTHING, opensAutomation, opensTenant, test } from "../support/story";

const EXAMPLES = path.join(CHECKOUT, "examples");

/** How an example is run: what it needs, and what is true of it once it is up. */
interface Run {
  readonly create: number;
  /** Who is still a member in the end, as the program says. */
  readonly stays?: readonly string[];
  readonly options?: () => Promise<Partial<StackOptions>>;
  readonly shows: (stack: Stack, sandbox: Sandbox) => Promise<void>;
}

/** Whether the value of an Authorization header opens the Management API. */
async function opens(sandbox: Sandbox, authorization: unknown): Promise<boolean> {
  const [, encoded = ""] = String(authorization).split("Bearer ");
  const [tokenKey, ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return opensTenant(sandbox, { tokenKey, tokenSecret: rest.join(":") });
}

const identity = generateIdentity();

/** What stands in a file that was encrypted for the identity. */
async function decrypted(stack: Stack, name: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(await identity);
  const file = await readFile(path.join(stack.project, name), "utf8");
  return decrypter.decrypt(armor.decode(file), "text");
}

const RUNS: Readonly<Record<string, Run>> = {
  "team-access": {
    create: 7,
    shows: async (stack, sandbox) => {
      const { ciTokenKey, ciAuthorization, pipelineAuthorization } = await stack.outputs();
      expect(sandbox.tenant.tokens.map(({ tokenKey }) => tokenKey)).toContain(ciTokenKey);
      expect(await opens(sandbox, ciAuthorization)).toBe(true);
      expect(await opensAutomation(sandbox, pipelineAuthorization)).toBe(true);
      expect(sandbox.invitations).toHaveLength(3);
    },
  },
  "from-yaml": {
    create: 7,
    stays: ["bob@acme.test"], // onDestroy: clearPermissions
    shows: async (stack, sandbox) => {
      expect(await opens(sandbox, (await stack.outputs())["ciAuthorization"])).toBe(true);
      expect(sandbox.tenant.mappings).toMatchObject([{ groupName: "apptego-developers" }]);
      expect(sandbox.tenant.keys).toHaveLength(1);
    },
  },
  javascript: {
    create: 3,
    shows: async (stack, sandbox) => {
      expect(await opens(sandbox, (await stack.outputs())["readerAuthorization"])).toBe(true);
      expect(sandbox.invitations).toMatchObject([{ email: "dave@acme.test" }]);
    },
  },
  esm: {
    create: 2,
    shows: async (stack, sandbox) => {
      const { administrators, reportsAuthorization } = await stack.outputs();
      expect(administrators).toEqual(["owner@acme.test"]);
      expect(await opens(sandbox, reportsAuthorization)).toBe(true);
    },
  },
  "secrets-to-vault": {
    create: 3,
    options: async () => ({
      modules: ["age-encryption"],
      config: { "apptego-secrets-to-vault:recipient": await identityToRecipient(await identity) },
    }),
    shows: async (stack, sandbox) => {
      const header = await decrypted(stack, "ci-authorization.age");
      expect(await opens(sandbox, header)).toBe(true);
      expect(header).not.toBe(sandbox.credentials.authorization);
    },
  },
};

const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe("The examples", () => {
  test("are all run here", () => {
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(RUNS).sort());
  });

  test.for(Object.entries(RUNS))(
    "in %s come up, stay, and go",
    async ([folder, { create, stays = [], options, shows }], { sandbox, startStack }) => {
      const before = sandbox.tenant;
      const program = path.join(EXAMPLES, folder);
      const stack = await startStack({ program, tenant: sandbox, ...(await options?.()) });

      expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, create } });
      await shows(stack, sandbox);
      sandbox.calls.clear();
      expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, same: create } });
      expect(sandbox.calls.writes()).toEqual([]);
      expect(await stack.destroy()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, delete: create } });
      const { tokens, users, mappings, keys } = sandbox.tenant;
      expect({ tokens, mappings, keys }).toEqual({ tokens: before.tokens, mappings: [], keys: [] });
      expect(users.map(({ email }) => email)).toEqual(["owner@acme.test", ...stays]);
    },
  );
});

async function vault(sandbox: Sandbox): Promise<StackOptions> {
  const program = path.join(EXAMPLES, "secrets-to-vault");
  return { program, tenant: sandbox, ...(await RUNS["secrets-to-vault"]?.options?.()) };
}

describe("The vault of the example secrets-to-vault", () => {
  test("holds the new credential after a rotation, and the old one is revoked", async ({
    sandbox,
    startStack,
  }) => {
    const stack = await startStack(await vault(sandbox));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const old = await decrypted(stack, "ci-authorization.age");
    sandbox.calls.clear();

    await stack.setConfig("rotation", "2");
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, update: 1, replace: 1 } });

    const fresh = await decrypted(stack, "ci-authorization.age");
    expect(await ask(sandbox, "getSubscription", {}, { authorization: fresh })).toMatchObject({
      status: 200,
    });
    expect(await ask(sandbox, "getSubscription", {}, { authorization: old })).toMatchObject({ status: 401 });
    expect(sandbox.calls.writes().map(({ operation }) => operation)).toEqual([
      "createApiToken",
      "updateApiTokenPermissions",
      "deleteApiToken",
    ]);
  });

  test("moves to another file when the path changes", async ({ sandbox, startStack }) => {
    const stack = await startStack(await vault(sandbox));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const header = await decrypted(stack, "ci-authorization.age");
    const program = path.join(stack.project, "index.ts");
    const text = await readFile(program, "utf8");

    await writeFile(program, text.replace('path: "ci-authorization.age"', 'path: "moved.age"'));
    expect(await stack.up()).toMatchObject({ exitCode: 0, changes: { ...NOTHING, replace: 1 } });

    expect(await decrypted(stack, "moved.age")).toBe(header);
    expect(await readdir(stack.project)).not.toContain("ci-authorization.age");
  });
});
