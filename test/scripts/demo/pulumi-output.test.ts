import { describe, expect, test } from "vitest";
import { driftLines, everythingOf, resourceLines, summaryLines } from "../../../scripts/demo/pulumi-output";
import { NO_CHANGES } from "../../../scripts/engine/changes";

const ended = (stdout: string, stderr = "") => ({
  args: [],
  exitCode: 0,
  stdout,
  stderr,
  changes: NO_CHANGES,
});

describe("What the demo shows of pulumi's output", () => {
  test("is a line for each resource that was touched", () => {
    const touched = [
      " +  pulumi-nodejs:dynamic/apptego:ApiToken ci created (0.04s) ",
      " ++ pulumi-nodejs:dynamic/apptego:ApiToken ci created replacement (0.02s) [diff: ~rotateOn]",
      " -- pulumi-nodejs:dynamic/apptego:ApiToken ci deleted original (0.01s) [diff: ~rotateOn]",
    ].join("\n");

    expect(
      resourceLines(ended(`Updating (dev):\n${touched}\n    pulumi:pulumi:Stack a-dev\nOutputs:\n`)),
    ).toBe(touched);
  });

  test("is the counts at its end, and nothing of the outputs before", () => {
    const stdout = "Outputs:\n    3 people\n\nResources:\n    ~ 2 updated\n    5 unchanged\n\nDuration: 2s\n";

    expect(summaryLines(ended(stdout))).toBe("    ~ 2 updated\n    5 unchanged");
  });

  test("is what differs, by resource", () => {
    const drift = [
      "    ~ pulumi-nodejs:dynamic/apptego:User: (update)",
      "        [urn=urn:pulumi:dev::a::pulumi-nodejs:dynamic/apptego:User::carol]",
      "      ~ permissions: [",
      '          + [1]: "user_and_api_management"',
    ];
    const same = ['            [0]: "build_applications"', "        ]", '        status     : "invited"'];

    expect(driftLines(ended([...drift, ...same].join("\n")))).toBe(drift.join("\n"));
  });

  test("is everything with the exit code where something went wrong", () => {
    expect(everythingOf({ ...ended("out", "error: no"), exitCode: undefined })).toBe(
      "exit code undefined\nout\nerror: no",
    );
  });
});
