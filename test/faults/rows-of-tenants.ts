import { always, BEFORE } from "./strikes";
import { ALL, play, RECONCILED, type Row } from "./terms";

/** F32 to F46: lists, clocks, people, processes. */
export const OF_TENANTS: Readonly<Record<string, Row>> = {
  F32: {
    fault: "lists in pages",
    cells: "x x x - x",
    files: { "test/faults/paging.test.ts": "UN UN KS - KS" },
  },
  F33: {
    fault: "clocks apart, or no Date",
    cells: "x - - - -",
    files: { "test/faults/clock.test.ts": "RC - - - -" },
  },
  F34: {
    fault: "slow, huge, or packed",
    cells: ALL,
    plays: [
      play("byte by byte", { kind: "drip", ms: 100 }, RECONCILED),
      play("oversized", { kind: "oversized" }, RECONCILED),
      play("bomb once", { kind: "bomb" }, RECONCILED),
      play("bomb for ever", { kind: "bomb", ...always }, "UN RC KS OK OK", { says: /larger than 5 MiB/ }),
    ],
  },
  F35: { fault: "a redirect", cells: ALL, files: { "test/faults/redirect.test.ts": "ER ER KS ER KS" } },
  F36: {
    fault: "changed in the portal between runs",
    cells: "- - x x x",
    files: { "test/faults/portal.test.ts": "- - OK RT OK" },
  },
  F37: {
    fault: "changed in the portal between list and write",
    cells: "x x - x x",
    files: { "test/faults/portal.test.ts": "ER OK - OK ER" },
  },
  F38: {
    fault: "two administrators at once",
    cells: "- - - x x",
    files: { "test/faults/administrators.test.ts": "- - - ER ER" },
  },
  F39: {
    fault: "oneself, the last, a required administrator",
    cells: "- - - x x",
    files: { "test/faults/administrators.test.ts": "- - - ER ER" },
  },
  F40: {
    fault: "SIGKILL",
    cells: "x x - x x",
    files: {
      "test/engine/interrupts.test.ts": "RC RC - - -",
      "test/engine/kills.test.ts": "- ER - OK OK",
    },
  },
  F41: {
    fault: "SIGINT, SIGTERM",
    cells: "x x - - -",
    files: { "test/engine/interrupts.test.ts": "OK OK - - -" },
  },
  F42: {
    fault: "two stacks, one tenant",
    cells: "x x - - -",
    files: { "test/faults/stacks.test.ts": "OK OK - - -" },
  },
  F43: {
    fault: "the state can't be saved",
    cells: "x x - - -",
    files: { "test/engine/interrupts.test.ts": "RC RC - - -" },
  },
  F44: {
    fault: "the caller's secret in an error",
    cells: ALL,
    plays: [
      play("for ever", { kind: "echo", ...always, ...BEFORE }, "UN UN KS ER KS", {
        says: /An internal error occurred/,
      }),
    ],
  },
  F45: {
    fault: "objects of others with like names",
    cells: "x - - - -",
    files: { "test/faults/stacks.test.ts": "OK - - - -" },
  },
  F46: {
    fault: "a slow or failing configure",
    cells: "- - x x x",
    files: { "test/faults/configure.test.ts": "- - KS ER KS" },
  },
};
