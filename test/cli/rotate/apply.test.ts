import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { requestRotations } from "../../../provider/cli/rotate/apply";
import { credentialsOf, type Knowledge } from "../../../provider/cli/rotate/credentials";
import { keptContext } from "../../support/command";
import { scratchFolder } from "../../support/connection";
import { fakePulumi } from "../../support/fake-pulumi";
import { inComponent, issued, knowledge, stateOf } from "../../support/rotate";

const OLD = "2030-01-01";
const states = stateOf(
  inComponent("ApiToken", "ci", OLD),
  inComponent("AutomationKey", "ci", OLD),
  issued("ApiToken", "alone", OLD),
  issued("ApiToken", "kept", OLD, { protect: true }),
  issued("ApiToken", "young", "2031-04-09"),
);
const TEXT = "tokens:\n  ci: [Builds] # why\nkeys:\n  ci: {}\n";

async function applied(known: Knowledge) {
  const folder = scratchFolder();
  writeFileSync(path.join(folder, "tenant.yaml"), TEXT);
  const { env, calls } = await fakePulumi({ "config dev": {} });
  const { context } = keptContext({ env, cwd: folder });
  const credentials = await requestRotations(context, credentialsOf(states, known), known, ".");
  return { credentials, calls: calls(), text: readFileSync(path.join(folder, "tenant.yaml"), "utf8") };
}

describe("A wish for new credentials", () => {
  test("is written where the program reads it, for each that is due and can be rotated", async () => {
    const known = knowledge({ file: { name: "tenant.yaml", text: TEXT } });

    const { credentials, calls, text } = await applied(known);

    expect(text).toBe(
      `tokens:\n  ci: { permissions: [Builds], rotateOn: { date: "2031-04-10" } } # why\nkeys:\n  ci: { rotateOn: { date: "2031-04-10" } }\n`,
    );
    expect(calls).toEqual([expect.stringContaining('apptego-rotate:dates["alone"] 2031-04-10 --stack dev')]);
    expect(Object.fromEntries(credentials.map((one) => [one.resource, one.status]))).toEqual({
      ...{ "tenant-token-ci": "requested", "tenant-key-ci": "requested", alone: "requested" },
      ...{ kept: "due", young: "fresh" },
    });
    expect(credentials.find(({ resource }) => resource === "alone")?.notes).toEqual([
      "written into the configuration of dev: run pulumi up",
    ]);

    const dates = new Map([["dev", new Map([["alone", "2031-04-10"]])]]);
    const again = await applied({ ...known, dates, file: { name: "tenant.yaml", text } });
    expect(again.calls).toEqual([]);
    expect(again.text).toBe(TEXT); // not written again
  });
});
