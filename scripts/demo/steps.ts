import { isDeepStrictEqual } from "node:util";
import type { OperationName } from "../../provider/api/contract";
import type { Sandbox } from "../../provider/sandbox";
import { NO_CHANGES } from "../engine/changes";
import type { CallResult } from "../engine/results";
import type { Workspace } from "../engine/workspace";
import { answersTo } from "./credentials";
import type { Narrator } from "./narrator";
import { driftLines, everythingOf, resourceLines, summaryLines } from "./pulumi-output";

/** What a step works with. */
export interface Stage {
  readonly stack: Pick<Workspace, "pulumi" | "up" | "refresh" | "destroy" | "outputs" | "setConfig">;
  readonly sandbox: Sandbox;
  readonly say: Narrator;
}

/** One thing that the demo does, shows and checks. */
export interface Step {
  readonly title: string;
  readonly why: string;
  readonly run: (stage: Stage) => Promise<void>;
}

const RESOURCES = 7; // the six of examples/team-access, and the stack itself

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
      const bob = permissionsOf(sandbox, "bob@acme.test");
      say.check(
        "bob may do Builds and Certificates",
        isDeepStrictEqual(bob, ["build_applications", "update_certificates"]),
        bob,
      );
      // The owner and the token that the demo itself is using were there before.
      const held = holdings(sandbox);
      say.check(
        "the tenant holds 3 invited people, 1 mapping, 1 token, 1 key",
        isDeepStrictEqual(held, { owners: 1, invited: 3, mappings: 1, ownTokens: 1, tokens: 1, keys: 1 }),
        held,
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
      const outputs = await stack.outputs();
      const { ciAuthorization, pipelineAuthorization } = outputs;
      const secrets = [...sandbox.issuedSecrets, String(ciAuthorization), String(pipelineAuthorization)];
      const masked = shown.stdout.match(/^\s*(?:ci|pipeline)Authorization\s+\[secret\]$/gm) ?? [];
      const leaks = secrets.filter((secret) => shown.stdout.includes(secret)).length;
      say.check(
        "both secrets are masked",
        shown.exitCode === 0 && masked.length === 2 && leaks === 0,
        `exit code ${String(shown.exitCode)}, ${masked.length} masked values, ${leaks} in plain text`,
      );
      const { token, key } = await answersTo(sandbox, outputs);
      say.check("a call with the token's secret succeeds", token === 200, `status ${token}`);
      say.check("a call with the key's secret succeeds", key === 200, `status ${key}`);
    },
  },
  {
    title: "Run it again",
    why: "The program says what is there already, so nothing happens.",
    async run({ stack, sandbox, say }) {
      sandbox.calls.clear();
      say.command("pulumi up");
      const up = await stack.up();
      say.output(summaryLines(up));
      mustSucceed(say, up);
      say.check(
        "nothing was changed",
        isDeepStrictEqual(up.changes, { ...NO_CHANGES, same: RESOURCES }),
        up.changes,
      );
      const called = sandbox.calls.operations();
      say.check("AppTego wasn't called at all", called.length === 0, called);
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
      say.check(
        "the job fails, for the reason that there is drift",
        refresh.exitCode !== 0 && refresh.stderr.includes("no changes were expected"),
        everythingOf(refresh),
      );
      say.check(
        "it names carol's new permission and the token's lost one, and nothing else",
        /User::carol@acme\.test\](?:(?!urn=)[^])*\+ \[1\]: "user_and_api_management"/.test(refresh.stdout) &&
          /ApiToken::ci\](?:(?!urn=)[^])*- \[0\]: "build_applications"/.test(refresh.stdout) &&
          isDeepStrictEqual(refresh.changes, { ...NO_CHANGES, update: 2, same: RESOURCES - 2 }),
        everythingOf(refresh),
      );
      const called = sandbox.calls.operations();
      say.check(
        "it read the tenant in 4 calls and wrote nothing",
        sandbox.calls.reads().length === 4 && called.length === 4,
        called,
      );
    },
  },
  {
    title: "Repair it",
    why: "The reviewed program wins.",
    async run({ stack, sandbox, say }) {
      say.command("pulumi up --refresh");
      const up = await stack.up(["--refresh"]);
      say.output(summaryLines(up));
      mustSucceed(say, up);
      const builds = ["build_applications"];
      const carol = permissionsOf(sandbox, "carol@acme.test");
      say.check("carol may do Builds, and nothing else", isDeepStrictEqual(carol, builds), carol);
      const { ciTokenKey } = await stack.outputs();
      const ci = sandbox.tenant.tokens.find(({ tokenKey }) => tokenKey === ciTokenKey)?.permissions;
      say.check("so may the CI token again", isDeepStrictEqual(ci, builds), ci);
    },
  },
  {
    title: "Rotate the credentials",
    why: "A changed `rotateOn` issues new ones, and only then the old ones go.",
    async run({ stack, sandbox, say }) {
      const before = await stack.outputs();
      const until = await answersTo(sandbox, before);
      say.check(
        "calls with the present secrets succeed",
        isDeepStrictEqual(until, { token: 200, key: 200 }),
        until,
      );
      sandbox.calls.clear();
      say.command("pulumi config set rotation 2026-12 && pulumi up");
      await stack.setConfig("rotation", "2026-12");
      const up = await stack.up();
      say.output(resourceLines(up));
      mustSucceed(say, up);
      const order = sandbox.calls.operations();
      say.check(
        "the new ones were there before the old ones went",
        follow(order, "createApiToken", "deleteApiToken") &&
          follow(order, "createAutomationKey", "deleteAutomationKey"),
        order,
      );
      const fresh = await answersTo(sandbox, await stack.outputs());
      say.check(
        "calls with the new secrets succeed",
        isDeepStrictEqual(fresh, { token: 200, key: 200 }),
        fresh,
      );
      const old = await answersTo(sandbox, before);
      say.check(
        "calls with the old secrets are refused (401)",
        isDeepStrictEqual(old, { token: 401, key: 401 }),
        old,
      );
    },
  },
  {
    title: "Tear it down",
    why: "Everything that the stack made goes, and nothing else.",
    async run({ stack, sandbox, say }) {
      say.command("pulumi destroy");
      const destroy = await stack.destroy();
      say.output(summaryLines(destroy));
      mustSucceed(say, destroy);
      const held = holdings(sandbox);
      say.check(
        "the tenant is empty but for its owner and the demo's own token",
        isDeepStrictEqual(held, { owners: 1, invited: 0, mappings: 0, ownTokens: 1, tokens: 0, keys: 0 }),
        held,
      );
    },
  },
];

function mustSucceed(say: Narrator, call: CallResult): void {
  say.check(`pulumi ${call.args[0] ?? ""} succeeded`, call.exitCode === 0, everythingOf(call));
}

function permissionsOf({ tenant }: Sandbox, person: string): readonly string[] | undefined {
  return tenant.users.find(({ email }) => email === person)?.permissions.toSorted();
}

/** How many of each kind the tenant holds; `ownTokens` are those that the demo itself calls with. */
function holdings({ tenant, credentials }: Sandbox) {
  const own = tenant.tokens.filter(({ tokenKey }) => tokenKey === credentials.tokenKey).length;
  const owners = tenant.users.filter(({ owner }) => owner).length;
  return {
    owners,
    invited: tenant.users.length - owners,
    mappings: tenant.mappings.length,
    ownTokens: own,
    tokens: tenant.tokens.length - own,
    keys: tenant.keys.length,
  };
}

/** Whether each of the two calls was made once, in that order. */
function follow(calls: readonly OperationName[], first: OperationName, second: OperationName): boolean {
  return isDeepStrictEqual(
    calls.filter((call) => call === first || call === second),
    [first, second],
  );
}
