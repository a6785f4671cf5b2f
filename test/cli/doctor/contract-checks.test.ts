import { describe, expect, test } from "vitest";
import { operations } from "../../../provider/api/contract";
import { PermissionError, UnexpectedReplyError } from "../../../provider/api/errors";
import { contractChecks, grouped } from "../../../provider/cli/doctor/contract-checks";

const base = { operation: "getUsers", aspect: "reply" } as const;
const email = {
  ...base,
  field: "email",
  fact: "email",
  verdict: "wrong",
  says: "it is called mail",
} as const;
const inspected = { fields: [], others: {} };
const told = [{ operation: "getUsers", inspected }] as const;

describe("The checks of the contract", () => {
  test("tell what is wrong, and where the correction is", () => {
    expect(
      contractChecks({ told, assumptions: [email], corrections: { getUsers: {} } }, operations)[0],
    ).toEqual({
      ...{ area: "contract", title: "getUsers", result: "wrong" },
      says: "the reply's field email: it is called mail",
      todo: "put the correction below into your contract file, or let --write-contract write it",
    });
    const [check] = contractChecks({ told, assumptions: [email], corrections: {} }, operations);
    expect(check?.todo).toContain("ask AppTego's support");
  });

  test("count what is confirmed, and what can't be tried", () => {
    const assumptions = [
      { ...email, verdict: "confirmed" },
      {
        operation: "removeUser",
        aspect: "path",
        fact: "POST remove_user",
        verdict: "not testable without writing",
      },
    ] as const;

    expect(contractChecks({ told, assumptions, corrections: {} }, operations)).toMatchObject([
      { result: "ok", says: "1 assumptions confirmed" },
      { result: "unknown", says: "1 assumptions about 1 operations aren't testable without writing" },
    ]);
  });

  test("can't tell where the answer is refused", () => {
    const error = new PermissionError({ operation: "getUsers", outcome: "rejected", status: 403 });

    expect(
      contractChecks(
        { told: [{ operation: "getUsers", error }], assumptions: [], corrections: {} },
        operations,
      )[0],
    ).toMatchObject({
      ...{ result: "unknown", says: error.message },
    });
  });

  test("say where something documented is otherwise", () => {
    const error = new UnexpectedReplyError({ operation: "getTenants", outcome: "ambiguous", status: 200 });
    const fields = [
      { field: "subscription", verdict: "wrong", says: "its values are of another type" },
    ] as const;
    const both = [
      { operation: "getTenants", error },
      { operation: "getSubscription", inspected: { fields, others: {} } },
    ] as const;

    expect(contractChecks({ told: both, assumptions: [], corrections: {} }, operations)).toMatchObject([
      { result: "wrong", says: error.message },
      { result: "wrong", says: "the reply's field subscription: its values are of another type" },
      { result: "unknown" },
    ]);
  });
});

describe("Groups of assumptions", () => {
  test("are one sentence an operation and verdict, a common reason said once", () => {
    const path = {
      operation: "getUsers",
      aspect: "path",
      fact: "GET get_users",
      verdict: "not seen",
      says: "no answer",
    } as const;
    const name = { ...base, field: "name", fact: "name", verdict: "not seen", says: "no answer" } as const;

    expect(
      grouped([path, name, email, { ...email, field: "status", fact: "status", says: "no entry has it" }]),
    ).toEqual([
      { operation: "getUsers", verdict: "not seen", facts: "GET get_users; reply: name (no answer)" },
      {
        operation: "getUsers",
        verdict: "wrong",
        facts: "reply: email (it is called mail), status (no entry has it)",
      },
    ]);
  });
});
