import { writeFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import {
  againstBaseline,
  baselineJsonSchema,
  baselineOf,
  outdatedEntries,
  readBaseline,
  writeBaseline,
} from "../../../provider/cli/drift/baseline";
import { scratchFolder } from "../../support/connection";
import { outcome, permissions } from "../../support/drift";

const TENANT = "0".repeat(32);
const NOW = new Date("2026-06-01T02:00:00Z");
const known = (...outcomes: Parameters<typeof baselineOf>[1]) => baselineOf(TENANT, outcomes, NOW);

describe("A baseline", () => {
  test("holds what is found, but nothing that is unknown", () => {
    const legacy = outcome({ permissions: ["build_applications"] });

    expect(known(legacy, outcome({ status: "unknown" }), outcome({ status: "same" }))).toEqual({
      ...{ tenant: TENANT, writtenAt: "2026-06-01T02:00:00.000Z" },
      accepted: [
        { status: "unmanaged", kind: "token", id: "tok_1", name: "ci", permissions: ["build_applications"] },
      ],
    });
  });

  test("accepts what is as it was", () => {
    const gone = outcome({ status: "missing" });
    const changed = outcome({ status: "changed", changes: [permissions([], ["build_applications"])] });
    const token = outcome({ permissions: ["build_applications"] });
    const key = outcome({ kind: "key", enabled: true });
    const baseline = known(gone, changed, token, key);

    for (const one of [gone, changed, token, key]) expect(againstBaseline(baseline, one)).toBe("accepted");
  });

  test("doesn't accept another object, or another difference", () => {
    const baseline = known(
      outcome({ status: "changed", changes: [permissions([], ["build_applications"])] }),
    );
    const more = outcome({ status: "changed", changes: [permissions([], ["modify_tenant_settings"])] });

    expect(againstBaseline(baseline, more)).toBe(more);
    expect(againstBaseline(baseline, outcome({ ...more, id: "tok_2" }))).toMatchObject({ id: "tok_2" });
  });

  test("shows what an unmanaged object gained since", () => {
    const baseline = known(
      outcome({ permissions: ["build_applications"] }),
      outcome({ kind: "key", enabled: false }),
    );

    expect(againstBaseline(baseline, outcome({ permissions: ["user_and_api_management"] }))).toMatchObject({
      changes: [{ gained: ["user_and_api_management"], lost: ["build_applications"] }],
      notes: ["it changed since the baseline was written"],
    });
    expect(againstBaseline(baseline, outcome({ kind: "key", enabled: true }))).toMatchObject({
      changes: [{ property: "enabled", before: false, after: true }],
    });
  });

  test("tells what it accepts in vain, where that can be told", () => {
    const baseline = known(outcome(), outcome({ kind: "user", id: "u", name: "bob@acme.test" }));
    const unread = outcome({ kind: "user", id: "", status: "unknown" });

    expect(outdatedEntries(baseline, [])).toEqual(["token ci", "user bob@acme.test"]);
    expect(outdatedEntries(baseline, [outcome(), unread])).toEqual([]);
  });

  test("is a file of one tenant, with a JSON schema", async () => {
    const folder = scratchFolder();
    await writeBaseline(folder, "deep/known.json", known(outcome()));

    const read = await readBaseline(folder, "deep/known.json", TENANT);
    expect(read).toEqual(known(outcome()));
    expect(new Ajv2020({ validateFormats: false }).compile(baselineJsonSchema())(read)).toBe(true);
    await expect(readBaseline(folder, "deep/known.json", "f".repeat(32))).rejects.toThrow(
      /is of the tenant 0{32}/,
    );
  });

  test.each([
    ["{", "the whole"],
    [
      '{"tenant":"a","writtenAt":"2026-06-01T02:00:00Z","accepted":[{"status":"unknown"}]}',
      "accepted.0.status",
    ],
  ])("that can't be understood, %s, is refused with what to do", async (text, where) => {
    const folder = scratchFolder();
    writeFileSync(path.join(folder, "known.json"), text);

    await expect(readBaseline(folder, "known.json", TENANT)).rejects.toThrow(
      new RegExp(`^Reading the baseline known.json: ${where}: .*Write it anew with --write-baseline$`),
    );
    await expect(readBaseline(folder, "gone.json", TENANT)).rejects.toThrow(
      /ENOENT.*--write-baseline gone.json$/,
    );
  });
});
