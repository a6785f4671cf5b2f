import { describe, expect } from "vitest";
import { test, type Wish } from "../support/story";

/** A wrong wish, and what the message must say of it: field, value, what is allowed or the fix. */
const WRONG: Readonly<Record<string, readonly [Wish[string], ...string[]]>> = {
  "an unknown permission": [
    { type: "ApiToken", args: { permissions: ["modify_config"] } },
    "ApiToken.permissions[0] must hold only permissions of AppTego: did you mean modify_configuration?",
    '(got "modify_config")',
  ],
  "a misspelt property": [
    { type: "ApiToken", args: { premissions: ["Builds"] } },
    'ApiToken has no property "premissions" (did you mean "permissions"?)',
  ],
  "two mistakes at once": [
    { type: "User", args: { email: "Alice <alice@acme.test>", onDestroy: "delete" } },
    "User.email must be one e-mail address such as alice@acme.test",
    "User.onDestroy must be 'remove', 'clearPermissions' or 'retain'",
  ],
  "a missing property": [
    { type: "SamlGroupMapping", args: {} },
    "SamlGroupMapping.groupName is missing: set it",
  ],
  "a word instead of true": [
    { type: "AutomationKey", args: { enabled: "true" } },
    'AutomationKey.enabled must be true or false, without quotes (got "true")',
  ],
  "an output as an input": [
    { type: "AutomationKey", args: { keySecret: "secret" } },
    "AutomationKey.keySecret is an output and can't be set: remove it",
  ],
};

const CANARY = "a-word-that-nobody-may-read";

/** Programs that go wrong before any resource is registered, or in another way than a wish can say. */
const MISTAKEN = {
  "one person twice, in other letters": [
    `new apptego.User("a", { email: "alice@acme.test" }); new apptego.User("b", { email: "ALICE@acme.test" });`,
    'User "b": the email "ALICE@acme.test" is declared by "a" already.',
  ],
  "a function where data belongs": [
    `new apptego.ApiToken("ci", { name: () => "ci" });`,
    'ApiToken "ci": name must be plain data, but holds a function: replace it.',
  ],
  "a wrong value that is a secret": [
    `new apptego.ApiToken("ci", { permissions: pulumi.secret(["${CANARY}"]) });`,
    "ApiToken.permissions[0] must hold only permissions of AppTego",
  ],
  "a wrong value that is a secret inside a list": [
    `new apptego.User("a", { email: pulumi.secret("${CANARY}"), permissions: ["Builds"] });`,
    "User.email must be one e-mail address",
  ],
} as const;

const program = (body: string) => ({
  "index.js": `const pulumi = require("@pulumi/pulumi");\nconst apptego = require("pulumi-apptego");\n${body}`,
});

describe("A JavaScript program", () => {
  test("is told at preview what is wrong with its inputs, and no call is made", async ({
    sandbox,
    startStory,
  }) => {
    const { stack, wish } = await startStory({});
    for (const [what, [wrong, ...messages]] of Object.entries(WRONG)) {
      await wish({ wrong });
      const preview = await stack.preview();
      expect(preview.exitCode, what).not.toBe(0);
      for (const message of messages) expect(preview.stdout, what).toContain(message);
    }
    expect(sandbox.calls.operations()).toEqual([]);
  });

  test.for(Object.entries(MISTAKEN))(
    "is told of %s",
    async ([, [body, message]], { sandbox, startStack }) => {
      const stack = await startStack({ program: program(body), tenant: sandbox });

      const preview = await stack.preview();

      expect(preview.exitCode).not.toBe(0);
      expect(preview.stdout).toContain(message);
      expect(preview.stdout + preview.stderr).not.toContain(CANARY);
      expect(sandbox.calls.operations()).toEqual([]);
    },
  );
});

describe("A wrong configuration", () => {
  const body = `new apptego.ApiToken("ci"); new apptego.ApiToken("cd"); new apptego.AutomationKey("key");`;

  test("is one message that lists everything that is missing", async ({ startStack }) => {
    const stack = await startStack({ program: program(body) });

    const up = await stack.up();

    expect(up.exitCode).not.toBe(0);
    const [, summary = ""] = up.stdout.split("Diagnostics:");
    expect(summary.match(/error:/g)).toHaveLength(1);
    expect(summary).toContain("AppTego's configuration has 3 problems:");
    for (const setting of ["tenantId", "tokenKey", "tokenSecret"])
      expect(summary).toMatch(new RegExp(`apptego:${setting} is missing: set it with .pulumi config set`));
    expect((await stack.export()).deployment.resources.map(({ type }) => type)).toEqual([
      "pulumi:pulumi:Stack",
    ]);
  });

  test("is one message that lists everything that is wrong, without the secret", async ({
    sandbox,
    startStack,
  }) => {
    const { tokenKey } = sandbox.credentials;
    const stack = await startStack({
      program: program(body),
      config: {
        "apptego:tenantId": "Acme",
        "apptego:tokenKey": tokenKey,
        "apptego:baseUrl": "http://app.apptego.com/frontend",
        "apptego:tokenSercet": "x",
      },
      secrets: { "apptego:tokenSecret": ` ${CANARY}` },
    });

    const up = await stack.up();

    expect(up.exitCode).not.toBe(0);
    for (const setting of ["tenantId", "baseUrl", "tokenSecret"])
      expect(up.stdout).toMatch(`  - apptego:${setting} `);
    expect(up.stdout).toContain('apptego:tokenSercet is no setting (did you mean "tokenSecret"?)');
    expect(up.stdout + up.stderr).not.toContain(CANARY);
    expect(sandbox.calls.operations()).toEqual([]);
  });
});
