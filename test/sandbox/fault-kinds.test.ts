import { describe, expect } from "vitest";
import { FAULT_KINDS, type FaultKind } from "../../provider/sandbox";
import { replacesReply } from "../../provider/sandbox/fault-kinds";
import { ask } from "../support/sandbox-call";
import { test } from "../support/tenant";

const kinds = Object.keys(FAULT_KINDS) as FaultKind[];

describe("Each kind of fault", () => {
  test("stands in the place of a reply, or does not", () => {
    expect(kinds.filter(replacesReply)).toContain("reset");
    expect(kinds.filter((kind) => !replacesReply(kind))).toContain("truncated");
  });

  test.for(kinds.filter((kind) => kind !== "hang"))(
    "leaves the sandbox well, and its next reply whole: %s",
    async (kind, { sandbox, api }) => {
      const needed = { field: "name", value: 1, count: 1, perSecond: 0, reply: "reset" as const };
      sandbox.faults.add({ operation: "createApiToken", kind, ...needed });
      const [first] = await Promise.allSettled([ask(sandbox, "createApiToken", { name: "ci" })]);
      sandbox.releaseLate();

      expect(["fulfilled", "rejected"]).toContain(first.status);
      expect(sandbox.calls.all[0]?.fault).toBe(kind === "latency" ? undefined : kind);
      expect(sandbox.faults.due()).toEqual([]);
      expect((await api.createApiToken({ name: "next" })).token_secret).toEqual(expect.any(String));
    },
  );
});
