import type { Sandbox } from "../../provider/sandbox";
import type { CallResult, Workspace } from "../engine/workspace";
import type { Narrator } from "./narrator";

/** What a step works with. */
export interface Stage {
  readonly stack: Workspace;
  readonly sandbox: Sandbox;
  readonly say: Narrator;
}

/** One thing that the demo does, shows and checks. */
export interface Step {
  readonly title: string;
  readonly why: string;
  readonly run: (stage: Stage) => Promise<void>;
}

const OWNED = 2; // the owner and the token that the demo itself is using: they were there before

/** The demo in order. Each step checks that what it says has happened. */
export const STEPS: readonly Step[] = [
  {
    title: "Set the tenant up",
    why: "Three people, a group of the identity provider, a token for CI, a key for the pipeline: examples/team-access.",
    async run({ stack, sandbox, say }) {
      say.command("pulumi up");
      const up = await stack.up();
      say.output(resourceLines(up));
      mustSucceed(say, up);
      const { users, tokens, mappings, keys } = sandbox.tenant;
      const bob = users.find(({ email }) => email === "bob@acme.test");
      say.check("bob may do Builds and Certificates", bob?.permissions.length === 2);
      say.check(
        "the tenant holds 3 invited people, 1 mapping, 1 token, 1 key",
        users.length + tokens.length === 4 + OWNED && mappings.length === 1 && keys.length === 1,
      );
    },
  },
  {
    title: "Use the credentials",
    why: "AppTego shows a secret once. It is a secret output now: encrypted in the state, masked in print, and it works.",
    async run({ stack, sandbox, say }) {
      say.command("pulumi stack output");
      const shown = await stack.pulumi(["stack", "output", "--non-interactive"]);
      say.output(shown.stdout);
      say.check(
        "secrets are masked",
        sandbox.issuedSecrets.every((secret) => !shown.stdout.includes(secret)),
      );
      const { ciAuthorization, pipelineAuthorization } = await stack.outputs();
      say.check("a call with the token's secret succeeds", await accepted(sandbox, "token", ciAuthorization));
      say.check(
        "a call with the key's secret succeeds",
        await accepted(sandbox, "key", pipelineAuthorization),
      );
    },
  },
  {
    title: "Run it again",
    why: "The program says what is there already, so nothing happens.",
    async run({ stack, sandbox, say }) {
      sandbox.calls.clear();
      say.command("pulumi up");
      const up = await stack.up();
      say.output(summary(up));
      mustSucceed(say, up);
      say.check("nothing was changed, and AppTego wasn't called at all", sandbox.calls.all.length === 0);
    },
  },
  {
    title: "Somebody changes it by hand",
    why: "In the portal, carol is made an administrator and the CI token loses its permission. Nobody reviewed that.",
    async run({ stack, sandbox, say }) {
      const ciToken = String((await stack.outputs())["ciTokenKey"]);
      sandbox.portal.setUserPermissions({
        email: "carol@acme.test",
        permissions: ["build_applications", "user_and_api_management"],
      });
      sandbox.portal.setTokenPermissions({ token: ciToken, permissions: [] });
      say.fact("carol@acme.test: + Users & API Management; token ci: - Builds");
    },
  },
  {
    title: "See the drift",
    why: "What a nightly job does: compare, tell, change nothing.",
    async run({ stack, sandbox, say }) {
      sandbox.calls.clear();
      say.command("pulumi refresh --preview-only --diff --expect-no-changes");
      const refresh = await stack.refresh({ previewOnly: true, args: ["--diff", "--expect-no-changes"] });
      say.output(driftLines(refresh));
      say.check("the job fails, as there is drift", refresh.exitCode !== 0);
      say.check("it names carol's new permission", refresh.stdout.includes('"user_and_api_management"'));
      say.check(
        "it read the tenant in 4 calls and wrote nothing",
        sandbox.calls.writes().length === 0 && sandbox.calls.all.length === 4,
        sandbox.calls.operations().join(", "),
      );
    },
  },
  {
    title: "Repair it",
    why: "The reviewed program wins.",
    async run({ stack, sandbox, say }) {
      say.command("pulumi up --refresh");
      const up = await stack.up(["--refresh"]);
      say.output(summary(up));
      mustSucceed(say, up);
      const carol = sandbox.tenant.users.find(({ email }) => email === "carol@acme.test");
      say.check("carol may do Builds, and nothing else", carol?.permissions.join() === "build_applications");
    },
  },
  {
    title: "Rotate the credentials",
    why: "A changed `rotateOn` issues new ones, and only then the old ones go.",
    async run({ stack, sandbox, say }) {
      const before = (await stack.outputs())["ciAuthorization"];
      sandbox.calls.clear();
      say.command("pulumi config set rotation 2026-12 && pulumi up");
      await stack.setConfig("rotation", "2026-12");
      const up = await stack.up();
      say.output(resourceLines(up));
      mustSucceed(say, up);
      const after = (await stack.outputs())["ciAuthorization"];
      const order = sandbox.calls.operations();
      say.check(
        "the new token was there before the old one went",
        order.indexOf("createApiToken") < order.indexOf("deleteApiToken"),
        order.join(", "),
      );
      say.check("a call with the new secret succeeds", await accepted(sandbox, "token", after));
      say.check("a call with the old secret is refused", !(await accepted(sandbox, "token", before)));
    },
  },
  {
    title: "Tear it down",
    why: "Everything that the stack made goes, and nothing else.",
    async run({ stack, sandbox, say }) {
      say.command("pulumi destroy");
      const destroy = await stack.destroy();
      say.output(summary(destroy));
      mustSucceed(say, destroy);
      const { users, tokens, mappings, keys } = sandbox.tenant;
      say.check(
        "the tenant is empty but for its owner and the demo's own token",
        users.length === 1 && tokens.length === 1 && mappings.length + keys.length === 0,
      );
    },
  },
];

function mustSucceed(say: Narrator, call: CallResult): void {
  const command = `pulumi ${call.args[0] ?? ""}`;
  say.check(`${command} succeeded`, call.exitCode === 0, `${call.stdout}\n${call.stderr}`.trim());
}

function resourceLines({ stdout }: CallResult): string {
  const done =
    /^ (?:\+|~|-|\+-|\+\+|--)\s.* (?:created|updated|deleted|replaced|created replacement|deleted original) \(/;
  return stdout
    .split("\n")
    .filter((line) => done.test(line))
    .join("\n");
}

function summary({ stdout }: CallResult): string {
  return stdout
    .slice(Math.max(0, stdout.indexOf("\nResources:")))
    .split("\n")
    .filter((line) => /^\s+(?:[-+~]{1,2} )?\d+ \w/.test(line))
    .join("\n");
}

function driftLines({ stdout }: CallResult): string {
  return stdout
    .split("\n")
    .filter((line) =>
      /^\s+~ pulumi-nodejs|^\s+[-+] \[\d+\]|^\s+~ permissions|urn=.*(?:User|ApiToken)::/.test(line),
    )
    .join("\n");
}

async function accepted(sandbox: Sandbox, kind: "token" | "key", authorization: unknown): Promise<boolean> {
  const url =
    kind === "token" ? `${sandbox.url}/get_applications` : new URL("/automate/get_applications", sandbox.url);
  const reply = await fetch(url, {
    method: kind === "token" ? "POST" : "GET",
    headers: {
      authorization: String(authorization),
      tenant: sandbox.credentials.tenantId,
      "content-type": "application/json",
    },
    ...(kind === "token" && { body: "{}" }),
  });
  await reply.body?.cancel();
  return reply.ok;
}
