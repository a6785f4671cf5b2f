import { PassThrough } from "node:stream";
import { describe, expect } from "vitest";
import { narrator } from "../../../scripts/demo/narrator";
import { type Stage, STEPS } from "../../../scripts/demo/steps";
import { NO_CHANGES } from "../../../scripts/engine/changes";
import { test } from "../../support/configured";

/** A pulumi that always says the same and does nothing. */
function idle(exitCode: number, stderr = ""): Stage["stack"] {
  const call = (command: string) =>
    Promise.resolve({ args: [command], exitCode, stdout: "", stderr, changes: NO_CHANGES });
  return {
    pulumi: ([command = ""]) => call(command),
    up: () => call("up"),
    refresh: () => call("refresh"),
    destroy: () => call("destroy"),
    setConfig: () => call("config"),
    outputs: () => Promise.resolve({}),
  };
}

async function failureOf(title: string, sandbox: Stage["sandbox"], stack: Stage["stack"]): Promise<unknown> {
  const step = STEPS.find((one) => one.title === title);
  if (!step) throw new Error(`the demo has no step '${title}'`);
  const say = narrator(new PassThrough(), STEPS.length);
  return step.run({ stack, sandbox, say }).then(
    () => "it passed",
    (error: unknown) => error,
  );
}

const CHECKED = [
  ["Set the tenant up", "bob may do Builds and Certificates", "undefined"],
  ["Use the credentials", "both secrets are masked", "exit code 0, 0 masked values, 0 in plain text"],
  ["Run it again", "nothing was changed", JSON.stringify(NO_CHANGES)],
  ["See the drift", "the job fails, for the reason that there is drift", "exit code 0"],
  ["Repair it", "carol may do Builds, and nothing else", "undefined"],
  ["Rotate the credentials", "calls with the present secrets succeed", '{"token":401,"key":401}'],
  [
    "Tear it down",
    "the tenant is empty but for its owner and the demo's own token",
    '{"owners":1,"invited":0,"mappings":0,"ownTokens":1,"tokens":0,"keys":1}',
  ],
] as const;

const claim = (text: string, found: string): unknown =>
  expect.objectContaining({
    message: expect.stringContaining(`this should be so, but isn't: ${text}\nfound: ${found}`),
  });

describe("The demo's steps", () => {
  test.for(CHECKED)("fail where pulumi did nothing: %s", async ([title, text, found], { configured }) => {
    expect(await failureOf(title, configured, idle(0))).toEqual(claim(text, found));
  });

  test.for([
    ["Set the tenant up", "pulumi up succeeded"],
    ["Use the credentials", "both secrets are masked"],
    ["Run it again", "pulumi up succeeded"],
    ["See the drift", "the job fails, for the reason that there is drift"],
    ["Repair it", "pulumi up succeeded"],
    ["Tear it down", "pulumi destroy succeeded"],
  ] as const)(
    "fail where pulumi failed for a reason of its own: %s",
    async ([title, text], { configured }) => {
      const stack = idle(255, "error: no such stack");

      expect(await failureOf(title, configured, stack)).toEqual(claim(text, "exit code 255"));
    },
  );

  test("are all checked here, but for the change by hand", () => {
    const checked: readonly string[] = CHECKED.map(([title]) => title);

    expect(STEPS.map(({ title }) => title).filter((title) => !checked.includes(title))).toEqual([
      "Somebody changes it by hand",
    ]);
  });

  test("change nothing by hand where the stack made nothing", async ({ configured }) => {
    expect(await failureOf("Somebody changes it by hand", configured, idle(0))).toBeInstanceOf(Error);
  });
});
