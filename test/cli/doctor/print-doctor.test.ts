import { describe, expect, test } from "vitest";
import { printedMarkdown, printedTable, summaryOf } from "../../../provider/cli/doctor/print-doctor";
import type { DoctorReport } from "../../../provider/cli/doctor/report";
import { keptContext } from "../../support/command";

const report: DoctorReport = {
  ...{ checkedAt: "2026-06-01T00:00:00Z", baseUrl: "https://app.test/frontend", tenant: "0".repeat(32) },
  verdict: "needs you",
  checks: [
    { area: "limits", title: "API tokens", result: "warning", says: "20 of 20 used", todo: "delete one" },
    { area: "connection", title: "credentials", result: "ok", says: "AppTego accepts them" },
    { area: "contract", title: "getUsers", result: "wrong", says: "email is called @mail`" },
  ],
  permissions: [
    { permission: "build_applications", label: "Builds", held: null, neededFor: [] },
    {
      permission: "user_and_api_management",
      label: "Users & API Management",
      held: true,
      neededFor: ["users"],
    },
  ],
  limits: [],
  assumptions: [{ operation: "getUsers", aspect: "path", fact: "GET get_users", verdict: "confirmed" }],
  contract: { operations: { getUsers: { reply: { email: "```\u001b[31m" } } } },
};

describe("The doctor's words", () => {
  test("are counted in one sentence", () => {
    expect(summaryOf(report)).toBe("Something needs you: 1 ok, 1 warning, 1 wrong, 0 unknown.");
  });

  test("stand in a table by area, with what to do and what is to be corrected", () => {
    expect(printedTable({ ...keptContext().context.terminal, columns: 120 }, report)).toBe(
      [
        `https://app.test/frontend, tenant ${"0".repeat(32)}`,
        "Something needs you: 1 ok, 1 warning, 1 wrong, 0 unknown.",
        "",
        "RESULT   AREA        WHAT         IT SAYS",
        "ok       connection  credentials  AppTego accepts them",
        "warning  limits      API tokens   20 of 20 used. To do: delete one.",
        "WRONG    contract    getUsers     email is called @mail`",
        "",
        "PERMISSION              HELD     NEEDED FOR",
        "Builds                  unknown  –",
        "Users & API Management  yes      users",
        "",
        "OPERATION  ASSUMED    WHAT",
        "getUsers   confirmed  GET get_users",
        "",
        "Put this into your contract file (apptego:contract):",
        "",
        ...["operations:", "  getUsers:", "    reply:", '      email: "\\u{60}``\\e[31m"'],
      ].join("\n"),
    );
  });

  test("can't be marked up or end their block in Markdown", () => {
    const text = printedMarkdown(report);

    expect(text).toContain("| **wrong** | contract | getUsers | email is called @<!-- -->mail\\` |");
    expect(text.match(/```/g)).toHaveLength(2);
  });
});
