import { describe, expect, test } from "vitest";
import { printedTable } from "../../../provider/cli/drift/print-table";
import { keptContext } from "../../support/command";
import { outcome, permissions, reportWith } from "../../support/drift";

const { terminal } = keptContext().context;
const changed = outcome({
  ...{ status: "changed", stack: "prod", resource: "ci", permissions: ["build_applications"] },
  changes: [permissions([], ["build_applications"])],
});

describe("The table", () => {
  test("shows each finding once, and what to do", () => {
    expect(
      printedTable(terminal, reportWith([changed, outcome({ id: "2", name: "by hand\u001b[31m" })])),
    ).toBe(
      [
        `Tenant ${"0".repeat(32)}, stack prod`,
        "Drift: 1 changed, 1 unmanaged, 0 are as the state says. Coverage: 50 % of what the tenant holds is managed.",
        "",
        "STATUS     KIND   NAME               RESOURCE  WHAT",
        "changed    token  ci                 ci        gained Builds; may now: Builds",
        "unmanaged  token  by hand\\u{1b}[31m",
        "",
        "Changed or missing: `pulumi refresh` takes over what the tenant says; `pulumi up --refresh` puts back what the program says.",
        "Unmanaged: take it into a program, remove it in the portal, or accept it by a rule in .apptegoignore or a baseline.",
      ].join("\n"),
    );
  });

  test("names the stack where there are several", () => {
    expect(printedTable(terminal, reportWith([changed], { stacks: ["prod", "shared"] }))).toMatch(
      / STACK: RESOURCE .*\n.* prod: ci /,
    );
  });

  test("colours what leads to everything as what is gone", () => {
    const { terminal: coloured } = keptContext({ columns: 200, env: { TERM: "xterm" } }).context;
    const escalated = outcome({ status: "changed", changes: [permissions([], ["user_and_api_management"])] });

    const text = printedTable(coloured, reportWith([escalated, outcome({ id: "2" }), changed]));
    expect(text).toContain(coloured.colours.red("changed"));
    expect(text).toContain(coloured.colours.yellow("changed"));
    expect(text).toContain(coloured.colours.cyan("unmanaged"));
  });
});
