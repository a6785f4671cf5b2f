import { describe, expect, test } from "vitest";
import { type Call, createJournal } from "../../provider/sandbox/journal";

const call = (operation: Call["operation"]): Call => ({
  ...{ operation, request: {}, status: 200, applied: true, time: 0, connection: 1 },
});

describe("The journal", () => {
  test("tells calls in order, reads from writes, and how many there were", () => {
    const journal = createJournal();
    for (const operation of ["getUsers", "addUser", "getApplications", "addUser"] as const)
      journal.begin(call(operation));

    expect(journal.operations()).toEqual(["getUsers", "addUser", "getApplications", "addUser"]);
    expect(journal.reads().map(({ operation }) => operation)).toEqual(["getUsers", "getApplications"]);
    expect(journal.writes()).toHaveLength(2);
    expect(journal.count("addUser")).toBe(2);
  });

  test("tells the most calls that were under way at once", () => {
    const journal = createJournal();
    const endFirst = journal.begin(call("getUsers"));
    const endSecond = journal.begin(call("getUsers"));
    endFirst();
    endSecond();
    const endThird = journal.begin(call("getUsers"));

    expect(journal.maxInFlight()).toBe(2);
    journal.clear();
    expect(journal.maxInFlight()).toBe(1);
    expect(journal.all).toEqual([]);
    endThird();
    journal.clear();
    expect(journal.maxInFlight()).toBe(0);
  });
});
