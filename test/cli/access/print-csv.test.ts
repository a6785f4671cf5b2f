import { describe, expect, test } from "vitest";
import { printedCsv } from "../../../provider/cli/access/print-csv";
import { compared, partial } from "./sample";

describe("The CSV", () => {
  test("has one row a subject, in the portal's words", () => {
    const [head, alice] = printedCsv(compared()).split("\r\n");

    expect(head).toBe(
      "tenant,as of,kind,name,id,status,owner,Configuration,Builds,Certificates,Custom Messages," +
        "Users & API Management,Tenant Settings,other permissions,change,gained,lost",
    );
    expect(alice).toBe(
      ",2031-02-03T04:05:06.000Z,user,alice@acme.test,,active,,no,yes,no,no,yes,no,,changed,Users & API Management,Certificates",
    );
  });

  test("has no cell that a spreadsheet would calculate", () => {
    expect(printedCsv(compared())).toContain(",'=cmd()|x,");
    expect(printedCsv(compared())).not.toMatch(/(^|,)"?[=+@-]/m);
  });

  test("doesn't say no where nobody knows", () => {
    expect(printedCsv(partial())).toContain("alice@acme.test,,,,unknown,unknown");
  });
});
