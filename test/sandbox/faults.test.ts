import { describe, expect, test } from "vitest";
import { createFaults } from "../../provider/sandbox/faults";

const kinds = (faults: ReturnType<typeof createFaults>, ...operations: Parameters<typeof faults.take>[0][]) =>
  operations.map((operation) => faults.take(operation).fault?.kind);

describe("A fault", () => {
  test("strikes the next call of its operation, and no other", () => {
    const faults = createFaults();
    faults.add({ operation: "addUser", kind: "reset" });

    expect(kinds(faults, "getUsers", "addUser", "addUser")).toEqual([undefined, "reset", undefined]);
    expect(faults.due()).toEqual([]);
  });

  test("strikes reads, writes or all", () => {
    const faults = createFaults();
    faults.add({ operation: "writes", kind: "hang" });
    faults.add({ operation: "reads", kind: "page" });
    faults.add({ operation: "*", kind: "close" });

    expect(kinds(faults, "getUsers", "addUser", "getUsers")).toEqual(["page", "hang", "close"]);
  });

  test("strikes as often as count says, after as many as skip says", () => {
    const faults = createFaults();
    faults.add({ kind: "reset", count: 2, skip: 1 });

    expect(kinds(faults, "getUsers", "getUsers", "getUsers", "getUsers")).toEqual([
      undefined,
      "reset",
      "reset",
      undefined,
    ]);
  });

  test("strikes by rate, with the given dice, without end", () => {
    const dice = [0.1, 0.9, 0.4, 0.6];
    const faults = createFaults(() => dice.shift() ?? 1);
    faults.add({ kind: "serverError", rate: 0.5 });

    expect(kinds(faults, "getUsers", "getUsers", "getUsers", "getUsers")).toEqual([
      "serverError",
      undefined,
      "serverError",
      undefined,
    ]);
    expect(faults.due()).toHaveLength(1);
  });

  test("by rate leaves no list short again before three whole ones", () => {
    const faults = createFaults();
    faults.add({ kind: "reset", operation: "getUsers", skip: 1 });
    faults.add({ kind: "shortList", rate: 1 });
    faults.add({ kind: "shortList", rate: 1, entries: 1 });

    expect(kinds(faults, "getUsers", "getUsers", "getUsers")).toEqual(["shortList", "reset", undefined]);
    expect(kinds(faults, "getUsers", "getUsers", "getUsers")).toEqual([undefined, undefined, "shortList"]);
    expect(kinds(faults, "getApiTokens", "getApiTokens")).toEqual(["shortList", undefined]);
  });

  test("comes one at a time, and latency on top of it", () => {
    const faults = createFaults();
    faults.add({ kind: "latency", ms: 30 });
    faults.add({ kind: "latency", ms: 5, count: 1 });
    faults.add({ kind: "reset" });
    faults.add({ kind: "hang" });

    expect(faults.take("getUsers")).toMatchObject({ fault: { kind: "reset" }, latencyMs: 35 });
    expect(faults.take("getUsers")).toMatchObject({ fault: { kind: "hang" }, latencyMs: 30 });
    expect(faults.take("getUsers")).toEqual({ fault: undefined, latencyMs: 30 });
  });

  test("of a throttle strikes what comes beyond so many calls in a second, without end", () => {
    let now = 0;
    const faults = createFaults(undefined, undefined, () => now);
    faults.add({ kind: "throttle", perSecond: 2 });

    expect(kinds(faults, "getUsers", "addUser", "getUsers")).toEqual([undefined, undefined, "throttle"]);
    now = 999;
    expect(kinds(faults, "getUsers")).toEqual(["throttle"]);
    now = 1_000;
    expect(kinds(faults, "getUsers", "getUsers", "getUsers")).toEqual([undefined, undefined, "throttle"]);
  });

  test("is forgotten when the faults are cleared", () => {
    const faults = createFaults();
    faults.add({ kind: "reset" });
    faults.clear();

    expect(faults.take("getUsers").fault).toBeUndefined();
  });

  test.each([
    ["an unknown operation", { operation: "flyAway", kind: "reset" }, "operation"],
    ["an unknown kind", { kind: "boom" }, "kind"],
    ["no kind", {}, "kind"],
    ["an unknown key", { kind: "reset", cuont: 2 }, "cuont"],
    ["a rate above one", { kind: "reset", rate: 2 }, "rate"],
    ["no count", { kind: "reset", count: 0 }, "count"],
    ["a field that isn't named", { kind: "withoutField" }, "field"],
    ["a value that is missing", { kind: "withField", field: "name" }, "value"],
    ["a throttle without a limit", { kind: "throttle" }, "perSecond"],
    ["a redirect that is none", { kind: "redirect", status: 200 }, "status"],
  ])("with %s is refused", (_, fault, named) => {
    const faults = createFaults();

    expect(() => faults.add(fault as never)).toThrow(named);
    expect(faults.due()).toEqual([]);
  });
});
