import { describe, expect, test as base } from "vitest";
import { startSandbox } from "../../provider/sandbox";
import { keepLedger } from "./engine-ledger";
import type { EngineState } from "./engine-state";
import { emailOf, nameOf } from "./goals";
import type { Entry } from "./memory-engine";
import { takeNotes } from "./notes";
import { serverOf } from "./sandbox-server";
import type { Wished } from "./scenario";
import type { JournalEntry, ServerUnderTest } from "./server-under-test";

const test = base.extend<{ server: ServerUnderTest }>({
  server: async ({}, use) => {
    await using sandbox = await startSandbox();
    await use(serverOf(sandbox));
  },
});

const wished: Wished = {
  ...{ slot: 0, type: "User", variant: 0, named: false },
  ...{ permissions: [], enabled: true, rotation: 0 },
};
const token: Wished = { ...wished, type: "ApiToken" };
const NOTHING: EngineState = { resources: new Map(), pending: [], deleting: new Set() };

function entryOf(of: Wished, id: string, outputs: Entry["outputs"] = {}): Entry {
  const { type } = of;
  return { ...{ name: nameOf(of), type, id, outputs }, inputs: { email: emailOf(of) }, initErrors: [] };
}

function holding(entry: Entry): EngineState {
  return { ...NOTHING, resources: new Map([[entry.name, entry]]) };
}

const deleted = (id: string): JournalEntry => ({
  ...{ operation: "deleteApiToken", request: {} },
  ...{ applied: true, id },
});

describe("What the states of the real engine tell", () => {
  test("is that what lives was taken for gone (I11)", ({ server }) => {
    const { note, violations, looked } = takeNotes();
    const ledger = keepLedger(server, note, new Set());
    const before = holding(entryOf(token, server.credentials.tokenKey));
    ledger.over({ before, after: before, wishes: undefined, isKilled: false });
    expect(violations()).toEqual([]);
    expect(looked()).toEqual(["I13", "I11", "I10"]);
    ledger.over({ before, after: NOTHING, wishes: undefined, isKilled: false });

    expect(violations().map(({ invariant }) => invariant)).toEqual(["I11"]);
  });

  test("is who stays a member, as before (I11)", ({ server }) => {
    const { note, violations } = takeNotes();
    const letGo = new Set<string>();
    const ledger = keepLedger(server, note, letGo);
    const { id = "" } = server.content().users[0] ?? {};
    const before = holding(entryOf(wished, id, { adopted: true }));
    ledger.over({ before, after: NOTHING, wishes: [], isKilled: false });

    expect(violations()).toEqual([]);
    expect([...letGo]).toEqual([id]);
    expect(ledger.joined()).toBe(0);
  });

  test("is who was invited without being created (I10)", ({ server }) => {
    const { note, violations } = takeNotes();
    let invitations = [emailOf(wished)];
    const ledger = keepLedger({ ...server, invitations: () => invitations }, note, new Set());
    const made = holding(entryOf(wished, "1"));
    ledger.over({ before: NOTHING, after: made, wishes: [wished], isKilled: false });
    expect(violations()).toEqual([]);
    invitations = [...invitations, emailOf(wished)];
    ledger.over({ before: made, after: holding(entryOf(wished, "2")), wishes: [wished], isKilled: false });
    expect(violations()).toEqual([]);
    invitations = [...invitations, emailOf(wished)];
    ledger.over({ before: made, after: made, wishes: [wished], isKilled: false });

    expect(violations()).toEqual([{ invariant: "I10", what: `3 to ${emailOf(wished)}` }]);
  });

  test.for([
    ["it is declared still, and held", [token], holding(entryOf(token, "1")), ["I13"]],
    ["it isn't declared any more", [], holding(entryOf(token, "1")), []],
    ["another took its place", [token], holding(entryOf(token, "2")), []],
    [
      "a killed engine was about to",
      [token],
      { ...holding(entryOf(token, "1")), deleting: new Set("1") },
      [],
    ],
    ["it is left over from a replacement", [token], { ...NOTHING, pending: [entryOf(token, "1")] }, []],
  ] as const)(
    "is whether a credential was deleted that nobody gave up (I13): %s",
    ([, wishes, after, broken], { server }) => {
      const { note, violations } = takeNotes();
      const ledger = keepLedger({ ...server, journal: () => [deleted("1")] }, note, new Set());
      ledger.over({ before: holding(entryOf(token, "1")), after, wishes, isKilled: true });

      expect(violations().map(({ invariant }) => invariant)).toEqual(broken);
    },
  );
});
